{{ config(tags="first_line") }}



select 1 -- after config
{# the last word #}

