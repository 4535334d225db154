select * from {{ ref('hostile', 'plain_sql') }}
union all
select * from {{ ref("plain_sql") }} cross join {{ ref('hostile', 'numbers') }}
