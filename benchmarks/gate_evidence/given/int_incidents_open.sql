-- No row: nobody invents a policy here.

select deployment_id from drawn_cells where false
