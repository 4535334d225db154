-- One row per deployment and feed of surveys, model scores, QA reviews and refunds
-- that some staged row of the deployment fills. Excluded tickets have a say here too.

with

tickets as (

    select * from {{ ref('stg_tickets') }}

),

surveys as (

    select * from {{ ref('stg_surveys') }}

),

model_scores as (

    select * from {{ ref('stg_model_scores') }}

),

qa_reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

refunds as (

    select * from {{ ref('stg_refunds') }}

),

reviews_filled as (

    {{ filled_columns('qa_reviews', [
        'review_id', 'packet_acknowledged', 'refund_quoted', 'refund_entitled',
    ], tickets='tickets') }}

),

final as (

    {{- feed_rows(
        '(' ~ filled_columns('surveys', ['score'], tickets='tickets') ~ ')',
        {'surveys.score': 'score'}
    ) }}
    union all
    {{- feed_rows(
        '(' ~ filled_columns('model_scores', ['resolution_quality'], tickets='tickets')
            ~ ')',
        {'model_scores.resolution_quality': 'resolution_quality'}
    ) }}
    union all
    {{- feed_rows('reviews_filled', {
        'qa_reviews.review_id': 'review_id',
        'qa_reviews.packet_acknowledged': 'packet_acknowledged',
        'qa_reviews.refund_quoted': 'refund_quoted',
        'qa_reviews.refund_entitled': 'refund_entitled',
    }) }}
    union all
    {{- feed_rows(
        '(' ~ filled_columns('refunds', ['amount'], tickets='tickets') ~ ')',
        {'refunds.amount': 'amount'}
    ) }}

)

select * from final
