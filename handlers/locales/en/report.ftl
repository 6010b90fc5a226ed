# What the person who reports sees.

# One line on the lock screen: no name, nothing of what happened.
report-notify = News about your report
report-notify-question = There is a question for you
report-notify-alarm = Urgent: open this now

head-title = Report
head-title-number = Report { $number }
head-at-once = "In danger now" and "I need someone to take over" send your name to the desk and those on call at once.
head-privacy = No colleague sees this report until you press a "Tell" button. One that you stop leaves the record after 30 days.
head-told = This has gone to { $who }. What you write here goes on the record; those in charge can read it.
head-told-ringing = This has gone to { $who }. What you type in this thread they can see, too.
head-danger = *Leave, and call 110.* Phone numbers and the next steps are in this thread.
head-danger-other = *Call 110.* Phone numbers and the next steps are in this thread.
head-unreached = This has not reached the desk yet.
head-for-other = You are reporting for someone else.
head-for-self = You are reporting for yourself.
head-over = This report is over.

quiet-relief = I need someone to take over
quiet-for-other = For someone else
quiet-for-self = For myself again
quiet-talk = Talk only
quiet-cancel = Stop reporting
quiet-withdraw = Withdraw the report
quiet-later = Later
quiet-change = Change
quiet-keep = Leave it as it is
quiet-finish = End the questions

cancel-title = Stop reporting?
cancel-what = It has not reached the desk. It leaves the company's record after 30 days. What you typed or sent in this conversation, please delete yourself.
cancel-yes = Stop
withdraw-title = Withdraw this report?
withdraw-what = The questions end here. What was sent stays on the company's record, and so does the withdrawal.
withdraw-yes = Withdraw
confirm-no = Back

question-done = Done
question-tell = Tell the desk
question-hq = Tell HQ, not my branch
question-branch-of = { $branch } ({ $entity })
wishes-branch-told = The branch was told on { $at }, with your name. Your name can be kept off its screens from now on.
question-contact = "Tell the contact" sends your name, and that it is about a colleague. Nothing else.
question-contact-danger = "Tell the contact" sends your name, that it is about a colleague, and that there was danger before. Nothing else.
question-desk-knows = The desk has what was sent so far. From now on it sees nothing more.
question-place-other = People have been told. Call 110, too. Where are they?
question-open-words = Write
question-open-form = Fill in
question-open-name = Write a name
question-answer-now = Answer
question-choose = Choose
question-choose-other = Somebody else
question-choose-person = Choose a person
question-place-seen = Those who were told can see this. Write again if you move.
question-waiting = { $question } (asked in a moment)
question-not-known = Not sure
question-to-go =
    { $count ->
        [one] { $count } question to go
       *[other] { $count } questions to go
    }
question-until-told =
    { $count ->
        [one] { $count } question to go before it is sent
       *[other] { $count } questions to go before it is sent
    }
question-words-hint = You can also just type in this thread, or send a voice clip or a file.
question-words-change = "Write" lets you rewrite them. What you type in this thread is added.
question-kept-apart = Filled in (the content does not stay in Slack)
question-none-chosen = Went on without choosing
question-care = You need not bear this alone. You can ask your supervisor or HR for a rest, or for somebody to take over. About your health you can talk to the company doctor or your own.
question-postponed = To be answered later
question-dropped = { $question } (no longer needed)
question-moved = { $question } (further down)
question-unanswered = { $question } (not answered)
question-figure = { $label }: { $value }

receipt-title = Started
receipt-answer = Your answer: *{ $answer }*
receipt-left-behind = This question has an answer already: *{ $answer }*. What you pressed now changed nothing.
receipt-over = This report is over. Nothing has changed. A new one starts with `/kasuhara report`.
receipt-thread = It goes on in the report's thread, in your direct messages with the bot.
receipt-nobody-else = Nobody else sees it.
receipt-form = Add your name and details

alarm-leave = Leave the place now
alarm-leave-other = Get help to them
alarm-steps =
    1. Leave
    2. *Call 110*
    3. Call people near you
alarm-steps-other =
    1. *Call 110*
    2. Tell them to leave the place
    3. Send people who are near them
alarm-later = The form can wait.
alarm-told = Sent to { $who }.
alarm-telling = It is being sent to the desk.
alarm-phone = { $branch }, phone { $phone }
alarm-on-call = On call: { $who } (press a name to reach them)
alarm-taken = *{ $who } has answered.* If the danger goes on, do not wait: call 110.
alarm-left = *The person who answered cannot come after all.* Others are being called. If the danger goes on, do not wait: call 110.
alarm-safe = It is safe now
alarm-mistake = Pressed by mistake
alarm-safe-sure = Is it safe now?
alarm-mistake-sure = Was it a mistake?
alarm-stops = The calls stop, and those who were told read so.
alarm-ended-safe = People know that it is safe now. If it begins again, do not wait: call 110. The rest can wait until you feel ready.
alarm-ended-mistake = People know that it was a mistake. No harm done.
alarm-again = If there is something to report, choose how things are now. If not, that is all.
alarm-nothing = Nothing to report

told-branch = the { $branch } desk
told-hq = HQ
told-desks = the desks of the other branches
told-more = { $count } more
told-nobody = the desk
missed = It could not be sent to { $who }.
list-comma = {", "}

nobody-title = Nobody has answered yet.
nobody-wider = It has now gone to { $who } as well.
nobody-call = *Do not wait: call 110.* The branch's number is { $phone }.
nobody-call-110 = *Do not wait: call 110.*
nobody-taken = { $who } has answered.
nobody-answered = Somebody has answered.
nobody-over = This call is over.

advice-ahead = *On its way to { $who }.*
advice-told = *Sent to { $who }.* ({ $number })
advice-told-more = *Sent to { $who }.* ({ $number }) The rest can wait.
advice-told-in-person = *Sent to { $who } in a direct message.* ({ $number })
advice-telling = *It is being sent to { $who }.* ({ $number }) It has not arrived yet.
advice-nobody = *It has not reached anybody yet.* ({ $number })
advice-kept = Your branch's desk has not been told.
advice-nobody-say = Please tell a supervisor or HQ by phone or in person.
advice-meanwhile = What you can do now
advice-relief = If you would like somebody to take over today, you can ask { $who }.
advice-for-other = Please have a word with the person it happened to.
advice-law = Thank you for telling us. The law forbids treating anyone worse for asking for advice or reporting, in evaluations or otherwise.
kept-late = The branch was told on { $at }. From now on only HQ sees this; on the branch's screens only the number stays. What was read cannot be unread.

taken-by = *{ $who }* has taken this on.
taken-left = Somebody else will take this on. You will be told here who.
taken-moved = This has moved to { $who }.

nudge-untold = You have an unfinished report. Nobody has seen what is in it. Go on?
nudge-told = Your report ({ $number }) has arrived. Some questions are left. Go on?
nudge-alarm = Some questions are left about the alarm ({ $number }). They can wait until you feel ready.
gone-on = It goes on below.
nudge-ringing = The questions can wait.
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
words-kept-quoted =
    { $count ->
        [one] { $count } message attached
       *[other] { $count } messages attached
    }
words-kept = Received: { $what }
words-kept-none = Received.

finished-title = *No more questions.* ({ $number })
finished-more = You can add to it in this thread at any time.
finished-postponed = Put off for later:

ended-title-withdrawn = *The report is withdrawn.*
ended-title-cancelled = *The report was stopped.*
ended-title-slip = *That is all.*
ended-slip = Those who were told know that it was pressed by mistake.
ended-withdrawn-told = The questions end here. What was sent, and the withdrawal, are kept under the company's rules.
ended-withdrawn-untold = It did not reach the desk. It leaves the company's record after 30 days. What you typed or sent in this conversation, please delete yourself.
ended-ringing = *People are still being called.*
ended-ask-safe = Once the danger is over, press the button below to say so.
ended-title-passed-on = *What a colleague did goes to the company's own contact.*
ended-passed-on-contact = Contact: { $contact }
ended-passed-on-ask = If you do not know the contact, ask HR.
ended-passed-on-told = { $who } has been told only that this is not handled there any more. What was sent before had arrived.
ended-passed-on-untold = The desk was not told.
ended-passed-on-sent = The contact has your name, and knows that it is about a colleague. Nothing else. If you do not hear from them, please get in touch yourself.
ended-passed-on-sent-danger = The contact has your name, and knows that it is about a colleague and that there was danger before. Nothing else. If you do not hear from them, please get in touch yourself.
ended-passed-on-yourself = Nothing has been sent to the contact. Get in touch when you can talk.
ended-take-back = Pressed by mistake
ended-taken-back = *Taken back.* You can go on with your report.
ended-taken-back-contact = The contact has been told that it was a mistake.
ended-title-talk-only = *You asked to talk instead.*
ended-talk-only = This is not a report. You can start one at any time.

relief-title = *Somebody has been asked to take over.*
relief-told = Sent to { $who }.
relief-phone = If it is urgent, call { $phone }
relief-near = If it is urgent, ask somebody nearby.
relief-danger = If you feel in danger, do not wait: call 110.
relief-taken = { $who } takes over.
relief-left = The person who was to take over cannot come after all. Others are being asked.
relief-end = No longer needed
relief-ended = Your request for somebody to take over has ended. Those who were asked read so.
relief-no-report = You do not have to report anything.

talk-receipt = *{ $who } has been told.*
talk-receipt-named = Your name was given. If you do not hear from them, please get in touch yourself.
talk-receipt-unnamed = Your name was not given. Get in touch when you can talk.
talk-receipt-no-case = This is not a report.
talk-receipt-beside = Your report goes on as it is.
