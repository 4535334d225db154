-- no Jinja at all, with trailing blanks   
select 1 as id	
