select '{{ env_var("HOSTILE_WORD", "unset") }}', '{{ env_var("HOSTILE_MISSING", "its default") }}', '{{ env_var("HOSTILE_NUMBER", "7") | int + 1 }}'
