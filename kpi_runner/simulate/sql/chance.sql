-- A chance is a part of an md5 digest: the same on every machine, in any order.
-- One digest of 64 bits holds three chances of 21 bits each.
create or replace macro digest(ticket_id, purpose) as
    md5_number_lower(getvariable('seed') || ':' || ticket_id || ':' || purpose);
create or replace macro chance(bits, place) as
    ((bits >> (21 * place)) & 2097151) / 2097152.0;
create or replace macro pick(choices, share) as
    choices[1 + cast(floor(share * len(choices)) as integer)];
-- A positive number around 1, from two chances: a triangle from `least` upwards.
create or replace macro spread(least, share_1, share_2) as
    least + (1 - least) * (share_1 + share_2);
create or replace macro after_seconds(moment, seconds) as
    moment + to_microseconds(1000000 * cast(floor(seconds) as bigint));
