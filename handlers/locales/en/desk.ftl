# What the desk sees.

desk-notify = There is a new report
desk-notify-changed = A report has changed
desk-notify-page = Urgent: open this now
desk-notify-relief = Somebody is needed to take over
desk-notify-talk = Somebody would like to talk

card-title = { $number } { $branch }
card-title-number = { $number }
card-title-provisional = { $number } (provisional) { $branch }
card-branch-unknown = Branch not known yet
card-hq = *The branch has not been told*
card-hq-late = *The branch was told on { $at }. From now on only HQ sees this*
card-reporter = Reported by { $who }
card-reporter-kept = Reported by: name not shown, at their request
card-affected = Affected: { $who }
card-affected-unknown = Affected: someone else (not yet known who)
card-told-at = Reported { $at }
card-grave = How serious: { $grave }
card-proposal = Proposed: *{ $what }* (the desk decides)
card-proposal-none = Proposed: nothing yet (the desk decides)
card-reason = • { $sentence }
card-urgent = *Urgent*
card-wishes = Wishes: { $wishes }
card-unknown = Not known yet: { $what }
card-unknown-more = Not known yet: { $what }, and { $count } more
card-hindered = Work affected
card-only-words = No act was chosen. What they wrote is in the record.
card-evidence =
    { $count ->
        [one] { $count } piece of evidence
       *[other] { $count } pieces of evidence
    }
card-evidence-said = Evidence: { $what } (not handed in yet)
card-evidence-said-given = Evidence: { $what } ({ $count } handed in)
card-no-evidence = Evidence: none
card-provisional = This fills in as answers come.
card-taken = { $who } has taken this on ({ $at })
card-untaken = Nobody has taken this on yet
card-untaken-report = Nobody has taken on the report itself yet
card-untaken-called = { $who } Nobody has taken this on yet. If you can, press "Take it on".

card-act = Call the branch or them at once, or go there in twos.
card-alarm-rung = { $who } are being told in person.
card-alarm-place = Where: { $place }
card-alarm-place-unknown = Where: not known yet
card-withdrawn = The report was withdrawn.
card-withdrawn-ringing = The report was withdrawn. Nobody has said that the danger is over.
card-passed-on = This report is not handled here any more. There is nothing to do.
card-passed-on-ringing = This report is not handled here any more. Nobody has said that the danger is over.
card-withheld = The person who reported is checking the details.
card-talk-only = They asked to talk instead. There is nothing to do here.
card-instead = The branch's desk could not be told, so this comes to you instead.
card-moved = This is handled elsewhere now. There is nothing to do here.
released-back = This has come back to you. Please go on with it.
freed = *Whoever had taken this on no longer has it.* If you can, press "Take it on".
freed-after-slip = *A report has come, after the alarm that was pressed by mistake.* If you can, press "Take it on".
freed-over = There is nothing to do here about this report.
card-closed = Closed.

desk-take = Take it on
desk-record = Open the record

page-title = Urgent
page-alarm = *Someone pressed "In danger now".*
page-grave = *Something very serious was reported.*
page-number = Number: { $number }
page-act = Call the branch first; if nobody answers, call them. If there is danger, call 110. Go in twos.
page-act-no-branch = Get in touch with them at once and find out where they are. If there is danger, call 110.
page-untaken = Nobody has taken this on yet. Please ask { $who } who will.
page-untaken-here = Nobody has taken this on yet. If you can, press "Take it on".
page-wider = Nobody answered the first call, so more people are being called.
page-safe = They say that it is safe now ({ $at }).
page-mistake = The alarm was pressed by mistake ({ $at }). Nobody needs to come.

relief-page = *{ $who } needs somebody to take over.*
relief-page-ask = Please take over first and ask why later.
relief-page-moved = This request has gone elsewhere. There is nothing to do here.
relief-page-ended = { $who } no longer needs somebody to take over. There is nothing to do.
relief-page-take = Take over
relief-page-taken = { $who } takes over.

talk-request = *{ $who } would like to talk.* Please get in touch today if you can.
talk-request-unnamed = *Somebody would like to talk.* They would rather not give their name yet. Please wait for them to get in touch.
talk-request-no-case = This is not a report, so it has no number.
passed-on = *{ $who } has reported something about a colleague.*
passed-on-danger = Before that, they said they were in danger.
passed-on-ask = Please get in touch with them and listen.
passed-on-nothing-more = What happened is not shown here.
passed-on-mistake = The earlier message was sent by mistake. There is nothing to do.

grave-unknown = not known yet
grave-s0 = ordinary
grave-s1 = minor
grave-s2 = moderate
grave-s3 = serious
grave-s4 = most serious

determination-kasuhara = customer harassment
determination-grey = borderline
determination-ordinary = an ordinary complaint
determination-insufficient = not enough is known yet
determination-out-of-scope = not for this desk

wish-change-of-person = somebody else to handle it
wish-talk-first = to talk it over first
wish-keep-from-branch = HQ to handle it, not the branch
wish-anonymous-to-branch = no name on the branch's screens

record-title = Record
record-read = Opening this is noted in the record.
record-words = What they wrote (as it is; the time is when it was written)
record-words-former = *Before the correction* ({ $at })
record-words-rewritten = *Corrected* ({ $at })
record-quoted = Messages attached
record-quoted-by = { $who } ({ $at })
record-files = Files
record-file = • { $name } ({ $became })
file-waiting = being copied
file-kept = a copy is kept
file-too-large = too large to copy; it is in Slack only
file-unavailable = could not be copied; look in Slack
file-deleted = gone from Slack before it could be copied
file-elsewhere = not in Slack; only the link is kept
file-not-shown = in a place the bot is not in; not copied
record-customer = Customer
record-proposal = *Why this is proposed*
record-element-by-customer = 1. By a customer or the like: { $is_so }
record-element-beyond = 2. Beyond what society accepts: { $is_so }
record-element-harms = 3. Harms the working environment: { $is_so }
record-reason = • { $sentence } ({ $source })
record-otherwise = *What would change it*
record-otherwise-line = • { $sentence }: { $became }
record-corrections = Corrections
record-correction = { $question }: { $before } → { $after } ({ $at })
record-corrected = { $question } ({ $at })
record-more = { $count } more do not fit in here. Everything is kept. Whoever runs the app can print all of it with `kasuhara cases show { $number }`.
record-flow = Triage tables { $version } ({ $hash })

place-shop = shop
place-visit = on a visit
place-phone = phone
place-their-place = their home, or outside
place-other = elsewhere
place-said = "{ $words }"

element-met = yes
element-not-met = no
element-unclear = not known yet

customer-property = Property
customer-room = Room
customer-name = Name
customer-phone = Phone
record-answers = Answers

card-missed = *Some messages did not arrive.*
card-missed-reporter = ・To the person who reported ({ $why }). Please tell them directly, for instance by phone.
card-missed-person = ・To { $who } ({ $why }). Please phone about anything urgent.
card-missed-channel = ・To { $channel } ({ $why }). Please phone about anything urgent.
card-missed-more = ・{ $count } more

refusal-account = the account cannot be used
refusal-channel = the channel is gone, or the app is not in it
refusal-closed = messages from the app are switched off there
refusal-public = everybody could read it in that channel, so it was not sent
refusal-other = Slack did not take it

undelivered-notify = Messages that did not arrive: please look
undelivered-title = *Some messages did not arrive.*
undelivered-line = ・{ $who }: { $count } ({ $why })
undelivered-people = to people
undelivered-numbers = Case numbers: { $numbers }
undelivered-do = They are on the cards too. Once the cause is mended, whoever runs the app can list them with `kasuhara messages dead` and send them again with `kasuhara messages retry`.
undelivered-none = Nothing is left undelivered.

public-channel-notify = A channel has become public: please look
public-channel = *Everybody can read { $channel } now.*
    Nothing is sent to this channel, and being in it gives nobody any rights. What would have come here goes to another desk, or to those on call and the managers. Cards that are there already can be read by everybody.
    Make it private again in Slack, or name another channel in the settings. Once it is private, what was held back arrives.
public-channel-over = { $channel } is private again. What was held back is sent, and the rights are as before.
