-- One row per kind of message and subject: its wordings, with {slots} to fill.

select *
from (
    values
        ('open', 'order_status', [
            'Hi, where is my order {order}? It was due {weekday}.',
            'my parcel {order} has not moved for days, can you check',
            'Hello, could you tell me the status of order {order}?',
            'Tracking for {order} says nothing. When will it arrive?',
            'ORDER {order} STILL NOT HERE'
        ]),
        ('open', 'password_reset', [
            'I can''t log in, the password is not accepted.',
            'Hello, I need to reset my password but no email arrives.',
            'locked out of my account again',
            'How do I change my password? The link has expired.'
        ]),
        ('open', 'basic_billing', [
            'Could you send me the invoice for {month}?',
            'What is the {amount} on my last bill?',
            'I want to update the card on my account.',
            'when is my next payment due'
        ]),
        ('open', 'returns', [
            'I would like to return the {product} from order {order}.',
            'The {product} does not fit, how do I send it back?',
            'wrong item in order {order}, i want my money back',
            'Hello, can I exchange the {product} for another size?'
        ]),
        ('open', 'shipping_policy', [
            'How long does delivery take to my address?',
            'Do you ship abroad, and what does it cost?',
            'what are the delivery options for a {product}'
        ]),
        ('open', 'plan_comparison', [
            'What is the difference between the Basic and the Plus plan?',
            'Which plan do I need for {number} people?',
            'is plus worth it compared with basic'
        ]),
        ('open', 'billing_disputes', [
            'I was charged {amount} twice for order {order}.',
            'There is a payment of {amount} that I never made.',
            'You took {amount} from my account and I want to know why.',
            'charged again after i cancelled!! {amount}'
        ]),
        ('open', 'plan_changes', [
            'Please move us to the Standard plan from next month.',
            'I want to upgrade my plan, what happens to this month?',
            'can i downgrade to basic'
        ]),
        ('open', 'cancellations', [
            'I want to cancel my subscription.',
            'Please end my contract at the next possible date.',
            'cancel my account pls'
        ]),
        ('open', 'technical_issues', [
            'The app crashes when I open the order page.',
            'I get error {number} when I try to pay.',
            'nothing loads since the last update'
        ]),
        ('open', 'gift_cards', [
            'What is left on my gift card?',
            'My gift card code is not accepted at checkout.'
        ]),
        ('open', 'account_deletion', [
            'Please delete my account and all my data.',
            'How do I close my account for good?'
        ]),
        ('open', 'feedback', [
            'Just wanted to say that the new app is great.',
            'The search on your site could be better.'
        ]),
        ('answer', 'order_status', [
            'Thanks for reaching out. Order {order} left our warehouse and is on its way.',
            'Let me check order {order} for you. The carrier has it, next stop is your local depot.'
        ]),
        ('answer', 'password_reset', [
            'I can help with that. Choose "Forgot password" on the sign-in page.',
            'Sorry about the trouble signing in. Let''s get you a new password.'
        ]),
        ('answer', 'basic_billing', [
            'Your bills are under Account > Billing. Let me look at the one for {month}.',
            'I see your account. The latest bill was issued in {month}.'
        ]),
        ('answer', 'returns', [
            'I''m sorry that the {product} did not work out. Let me look at order {order}.',
            'You can start a return under Orders > {order} > Return.'
        ]),
        ('answer', 'shipping_policy', [
            'We ship from our own warehouse, and you can follow every parcel online.',
            'Delivery options are shown at checkout for your address.'
        ]),
        ('answer', 'plan_comparison', [
            'Basic covers one person; Standard and Plus add seats and reports.',
            'All plans share the same core. Plus adds reports and more seats.'
        ]),
        ('answer', 'billing_disputes', [
            'I understand that a charge looks wrong. Let me look at order {order}.',
            'Thank you for telling us. I am checking the payments on your account.'
        ]),
        ('answer', 'plan_changes', [
            'You can change plans under Account > Plan at any time.',
            'A new plan starts with your next billing period.'
        ]),
        ('answer', 'cancellations', [
            'I''m sorry to see you go. Let me look at your subscription.',
            'You can end your subscription under Account > Plan.'
        ]),
        ('answer', 'technical_issues', [
            'Thanks for the report. Which version of the app are you using?',
            'Let''s try the usual first: close the app and sign in again.'
        ]),
        ('answer', 'gift_cards', [
            'I can look up a gift card with its number.',
            'Gift cards can be used in several orders until they are empty.'
        ]),
        ('answer', 'account_deletion', [
            'I can help you to close your account.',
            'Closing an account removes your orders and saved cards.'
        ]),
        ('answer', 'feedback', [
            'Thank you, we read every comment.',
            'Thanks for taking the time to tell us.'
        ]),
        ('ask', 'shipping_time', [
            'How long does standard shipping take?',
            'and when would it arrive usually?'
        ]),
        ('ask', 'refund_processing_time', [
            'How long until a refund is back on my card?',
            'when do refunds arrive'
        ]),
        ('ask', 'return_window', [
            'How long do I have to return something?',
            'until when can i send it back'
        ]),
        ('ask', 'restocking_fee', [
            'Is there a fee if the box was opened?',
            'Do you keep a fee on returns?'
        ]),
        ('ask', 'warranty', [
            'How long is the warranty?',
            'what about the warranty'
        ]),
        ('ask', 'cancellation_window', [
            'Until when can I still cancel?',
            'how much time do i have to cancel'
        ]),
        ('quote', 'shipping_time', [
            'Standard shipping takes {value}.',
            'Your parcel will be delivered within {value}.'
        ]),
        ('quote', 'refund_processing_time', [
            'Refunds are processed within {value}.',
            'Your refund will arrive within {value}.'
        ]),
        ('quote', 'return_window', [
            'You can return any item within {value} of delivery.',
            'Our return window is {value}.'
        ]),
        ('quote', 'restocking_fee', [
            'There is a restocking fee of {value} on opened items.',
            'We charge a {value} restocking fee when the box was opened.'
        ]),
        ('quote', 'warranty', [
            'All devices come with a warranty of {value}.',
            'Your device is covered by a {value} warranty.'
        ]),
        ('quote', 'cancellation_window', [
            'You can cancel within {value} of signing up.',
            'Cancellations are accepted within {value}.'
        ]),
        ('claim', 'order_status', [
            'I have checked your order: {order} is in transit.',
            'I''ve looked up order {order} for you: it is in transit.'
        ]),
        ('claim', 'password_reset', [
            'I have sent a password reset link to your email address.',
            'I''ve sent you a password reset link.'
        ]),
        ('claim', 'basic_billing', [
            'I have sent the invoice to your email address.',
            'I''ve emailed you the invoice.'
        ]),
        ('claim', 'returns', [
            'I have created a return for order {order} and sent you the label.',
            'I''ve created a return label for order {order}.'
        ]),
        ('claim', 'billing_disputes', [
            'I have opened a dispute for order {order}.',
            'I''ve opened a dispute on your behalf for order {order}.'
        ]),
        ('claim', 'plan_changes', [
            'I have changed your plan to Standard.',
            'Your plan has been changed to Standard.'
        ]),
        ('claim', 'cancellations', [
            'I have cancelled your subscription.',
            'Your subscription has been cancelled.'
        ]),
        ('claim', 'technical_issues', [
            'I have created a bug ticket for our engineers.',
            'I''ve opened a bug ticket with our engineers.'
        ]),
        ('claim', 'gift_cards', [
            'I have checked your gift card: it is active.',
            'I''ve checked the gift card for you, it is active.'
        ]),
        ('claim', 'account_deletion', [
            'I have scheduled your account for deletion.',
            'Your account has been scheduled for deletion.'
        ]),
        ('refund', 'any', [
            'I have refunded {amount} to your original payment method.',
            'I''ve issued a refund of {amount} for order {order}.',
            'A refund of {amount} has been issued for order {order}.'
        ]),
        ('thanks', 'any', [
            'Thank you, that helped!', 'great, thanks', 'Perfect, that is all I needed.',
            'ok thanks', 'Brilliant. Have a nice day.'
        ]),
        ('goodbye', 'any', [
            'Glad I could help. Have a good day!', 'You are welcome!'
        ]),
        ('anything_else', 'any', [
            'Is there anything else I can do for you?',
            'Did that answer your question?'
        ]),
        ('not_helping', 'any', [
            'That is not what I was asking about.', 'this does not help',
            'No. I read that page, it says nothing about my case.',
            'you are not listening', 'That did not work.'
        ]),
        ('loop', 'any', [
            'I can help with that. Please have a look at our help centre.',
            'Could you rephrase your question? I want to be sure that I understand.',
            'Here are the articles that match your question best.'
        ]),
        ('give_up', 'any', [
            'forget it', 'This is useless.', 'never mind, bye', 'I give up.'
        ]),
        ('want_human', 'any', [
            'Can I talk to a person please?', 'agent', 'I need a human.',
            'Please connect me with somebody who can decide this.'
        ]),
        ('handoff', 'any', [
            'I am connecting you with a colleague.',
            'Of course. A colleague will take over from here.'
        ]),
        ('assigned', 'any', ['Conversation assigned to an agent.']),
        ('agent_hello', 'any', [
            'Hi, this is {agent}. I see what you wrote, let me look into it.',
            'Hello, {agent} here. Thanks for waiting, I have your case in front of me.'
        ]),
        ('agent_restate', 'any', [
            'Hi, this is {agent}. Could you tell me what this is about?',
            'Hello, {agent} here. What can I do for you? Which order is it?',
            'Hi, please describe your problem and give me your order number.'
        ]),
        ('restate', 'any', [
            'I already told the bot: it is about order {order}.',
            'As I said before, it is order {order}.',
            'I already explained this to your chatbot.',
            'Like I said, the {product} is the problem.',
            'Do I really have to repeat myself?',
            'I just explained all of that.',
            'Again? I already said that it is order {order}.',
            'This is the third time I describe it: the {product} is broken.',
            'How many times do I need to type this? Order {order}.',
            'it is in the chat. Please read the conversation',
            'I already gave the order number to your bot, it is {order}.'
        ]),
        ('complaint', 'any', [
            'You said you would refund me, the chatbot told me something else entirely.',
            'Your chatbot told me it was {value}.'
        ]),
        ('detail', 'any', [
            'Yes, it is order {order}.', 'Sure, take your time.',
            'It was the {product}, paid by card.', 'ok, waiting'
        ]),
        ('agent_refund', 'any', [
            'I have refunded {amount} to your card.',
            'The refund of {amount} is on its way.'
        ]),
        ('agent_solve', 'any', [
            'That is sorted out now.', 'I have corrected it on our side.',
            'I checked with the team, and everything is in order now.',
            'I have put a note on your account and fixed the entry.'
        ]),
        ('agent_bye', 'any', [
            'Is everything in order for you now?', 'Thanks for your patience. Bye!',
            'Have a good day. You can always reply here.'
        ])
) as phrases (kind, subject, wordings)
