-- hours_between
select date_diff('hour', opened, closed) from t
select opened + interval '48' hour > closed from t

-- hours_between
select date_diff('week', opened, closed) from t
select date_diff('day', day, day) from t

-- epoch
select epoch(closed) - epoch(opened) from t
select closed - opened from t

-- epoch_parts
select epoch_us(opened) from t
select opened < closed from t

-- percentile
select quantile_cont(amount, 0.5) from t
select amount from (select amount, row_number() over (order by amount, id) as n, count(*) over () as total from t) as ranked where n = floor(cast(total as double) / 2)

-- percentile
select percentile_cont(0.9) within group (order by amount) from t
select max(amount) from t

-- regexp_flag
select regexp_matches(body, 'again', 'i') from t
select regexp_matches(body, '(?i)again') from t

-- regexp_flag
select regexp_replace(body, 'a', 'b', 'gi') from t
select regexp_replace(body, '(?i)a', 'b', 'g') from t

-- regexp_flag
select regexp_extract(body, 'a', 0, 'i') from t
select regexp_extract(body, '(?i)a', 0) from t

-- regexp_replace_once
select regexp_replace(body, 'a', 'b') from t
select regexp_replace(body, 'a', 'b', 'g') from t

-- fraction_to_integer
select cast(cast(amount as double) / 2 as bigint) from t
select cast(floor(cast(amount as double) / 2) as bigint) from t

-- fraction_to_integer
select try_cast(try_cast(body as double) as bigint) from t
select cast(round(try_cast(body as double)) as bigint) from t

-- division
select amount / nullif(other, 0) from t
select cast(amount as double) / nullif(other, 0) from t

-- integer_division
select id // 2 from t
select cast(floor(cast(id as double) / 2) as bigint) from t

-- hugeint
select cast(id as hugeint) from t
select cast(id as decimal(38, 0)) from t

-- tie
select arg_max(body, opened) from t
select body from (select body, row_number() over (order by opened desc, id) as n from t) as ranked where n = 1

-- tie
select any_value(body) from t
select min(body) from t

-- no_order
select row_number() over (partition by body) from t
select row_number() over (partition by body order by opened, id) from t

-- list_order
select list(body order by opened) from t
select list_sort(list(body)) from t

-- text_order
select string_agg(body, ', ') from t
select array_to_string(list_sort(list(body)), ', ') from t

-- join_kind
select t.id from t asof join t as u on t.opened >= u.opened
select t.id from t inner join t as u on t.id = u.id

-- join_kind
select count(*) from t natural join u
select count(*) from t inner join u on t.id = u.id

-- all
select body, count(*) from t group by all
select body, count(*) from t group by body

-- all
select body from t order by all
select body from t order by body

-- distinct_on
select distinct on (body) body, id from t
select body, min(id) from t group by body

-- series_in_from
select * from generate_series(1, 3)
select unnest(generate_series(1, 3)) as n

-- series_in_from
select * from range(3)
select unnest(generate_series(0, 2)) as n

-- two_unnests
select unnest([1, 2]) as a, unnest([3, 4]) as b
select a, unnest([3, 4]) as b from (select unnest([1, 2]) as a) as first

-- bare_at
select opened as moment, "at" from (select opened, closed as "at" from t) as timed
select opened as moment, closed_at from (select opened, closed as closed_at from t) as timed

-- json
select to_json(amount) from t
select to_json(cast(amount as varchar)) from t

-- json_object
select json_object('amount', amount) from t
select '{"amount":' || to_json(cast(amount as varchar)) || '}' from t

-- clock
select now() from t
select max(opened) from t

-- clock
select current_date from t
select max(day) from t

-- group_by_number
select body, count(*) from t group by 1
select body, count(*) from t group by body

-- join_words
select id from t inner join u using (id)
select t.id from t inner join u on t.id = u.id

-- join_words
select u.id from t right join u on t.id = u.id
select u.id from u left join t on u.id = t.id
