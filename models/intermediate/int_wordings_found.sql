-- One row per wording of a bot in which a check found something.

with

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

answers as (

    select * from {{ ref('int_answers_stated') }}

),

actions as (

    select * from {{ ref('int_actions_worded') }}

),

promises as (

    select * from {{ ref('int_promises_worded') }}

),

final as (

    select wording_key from quantities
    union
    select wording_key from answers
    union
    select wording_key from actions
    union
    select wording_key from promises

)

select * from final
