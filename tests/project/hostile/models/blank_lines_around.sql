

   
-- starts late
select 1 as one
where true


