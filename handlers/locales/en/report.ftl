# What the person who reports sees.

# One line on the lock screen: no name, nothing of what happened.
report-notify = A message from the desk
report-notify-question = Your report has a next step
report-notify-alarm = Urgent: open this now

head-title = Report
head-title-number = Report { $number }
head-at-once = "In danger now" and "Someone take over" reach the desk at once.
head-privacy = Nobody else sees this report until you press "Tell the desk". An unfinished report is kept, but the desk cannot see it.
head-told = The desk has this. Nobody else sees this conversation.
head-for-other = You are reporting for someone else.
head-over = This report is over.

quiet-relief = Someone take over
quiet-for-other = For someone else
quiet-talk = Talk only
quiet-cancel = Stop
quiet-withdraw = Withdraw
quiet-later = Later
quiet-change = Change
quiet-finish = Finish here

cancel-title = Stop this report?
cancel-what = It has not reached the desk. What was written is kept, but the desk cannot see it.
withdraw-title = Withdraw this report?
withdraw-what = The questions end here. What has arrived, and the withdrawal, stay on the company's record.
confirm-yes = Yes
confirm-no = Back

question-done = Done
question-tell = Tell the desk
question-hq = Tell HQ, not my branch
question-open-words = Write
question-open-form = Fill in
question-open-name = Write a name
question-answer-now = Answer
question-choose = Choose
question-choose-other = Someone or something else
question-choose-person = Choose a person
question-progress = { $answered }/{ $total }
question-words-hint = Or just type here, or send a voice clip or a file.
question-kept-apart = Filled in (the content does not stay in Slack)
question-none-chosen = Nothing chosen
question-postponed = To be answered later
question-dropped = { $question } – This is no longer needed.
question-unanswered = { $question } – Ended without an answer.
question-figure = { $label }: { $value }

receipt-title = Received
receipt-answer = Received: *{ $answer }*
receipt-thread = It goes on in your direct messages with the bot. Nobody else sees them.
receipt-alarm = *Leave the place and call 110.* The desk and the people on call are being told.
receipt-shared = Received ({ $number }). Nothing stays on this device.
receipt-form = Add name and details
receipt-shared-unsent = Received. Nothing stays on this device.

alarm-leave = Leave the place
alarm-steps =
    1. Leave
    2. *Call 110*
    3. Call people near you
alarm-later = The form can wait.
alarm-told = Told: { $who }
alarm-telling = The desk is being told.
alarm-phone = { $branch }, phone { $phone }
alarm-phone-only = Phone { $phone }
alarm-on-call = On call: { $who }
alarm-taken = *{ $who } is on it.*
alarm-safe = I am safe now
alarm-mistake = Pressed by mistake
alarm-ended-safe = The desk knows that you are safe. The rest can wait until you are ready.
alarm-ended-mistake = The desk knows that it was a mistake. Pressing it does no harm.

told-branch = the desk of { $branch }
told-hq = HQ
told-desks = the desks of all branches
told-manager = the manager
told-more = { $count } more
told-nobody = the desk
list-comma = {", "}

nobody-title = *Nobody has answered yet.*
nobody-wider = Also told: { $who }.
nobody-call = Do not wait: call 110. The branch's phone is { $phone }.
nobody-call-110 = Do not wait: call 110.
nobody-taken = { $who } has answered.
nobody-over = This is over.

advice-told = *Told: { $who }.* ({ $number })
advice-told-more = *Told: { $who }.* ({ $number }) The rest can wait.
advice-meanwhile = What helps now
advice-law = Treating anyone worse for asking or reporting is forbidden by law. It does not count in any evaluation.

taken-by = *{ $who }* has taken this on.

nudge-untold = There is an unfinished report. It has reached nobody yet. Go on?
nudge-told = The desk has this. Some questions are left. Go on?
nudge-alarm = Some questions are left from before. They can wait until you are ready.
nudge-once = This is asked only once.
nudge-resume = Go on

words-kept-words =
    { $count ->
        [one] { $count } note
       *[other] { $count } notes
    }
words-kept-files =
    { $count ->
        [one] { $count } file
       *[other] { $count } files
    }
words-kept = Received: { $what }
words-kept-none = Received.

finished-title = *No more questions.* ({ $number })
finished-more = More can be added in this thread at any time.
finished-postponed = Put off:

ended-title-withdrawn = *The report is withdrawn.*
ended-withdrawn-told = The questions end here. What arrived, and the withdrawal, are kept under the company's rules.
ended-withdrawn-untold = It did not reach the desk. What was written is kept, but the desk cannot see it.
ended-title-passed-on = *Another contact takes what colleagues do.*
ended-passed-on-contact = Contact: { $contact }
ended-passed-on-ask = If the contact is not known, HR can tell.
ended-passed-on-told = The branch's desk was told only that this was passed on.
ended-passed-on-untold = The branch's desk was not told.
ended-title-talk-only = *This is a talk.*
ended-talk-only = It is no report. A report can be started at any time.
ended-title-false-alarm = *Closed as pressed by mistake.*
ended-false-alarm = Pressing it does no harm.

relief-title = *Someone was asked to take over.*
relief-told = Told: { $who }
relief-phone = If it is urgent, phone { $phone }
relief-taken = { $who } is coming.
relief-no-report = A report is not needed.

talk-receipt = *{ $who } has been told.*
talk-receipt-named = With your name: they will get in touch.
talk-receipt-unnamed = Without your name: get in touch when you can talk.
talk-receipt-phone = Phone { $phone }
talk-receipt-no-case = This is no report.
