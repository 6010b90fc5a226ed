# What the desk sees.

desk-notify = There is a new report
desk-notify-changed = A report has changed
desk-notify-page = Urgent: open this now
desk-notify-relief = Somebody asks to be relieved
desk-notify-talk = Somebody would like to talk

card-title = { $number } { $branch }
card-title-number = { $number }
card-title-provisional = { $number } (provisional) { $branch }
card-branch-unknown = Branch not known yet
card-hq = *The branch has not been told*
card-reporter = Reported by { $who }
card-reporter-kept = Reported by: name withheld on request
card-affected = Affected: { $who }
card-told-at = Received { $at }
card-grave = How grave: { $grave }
card-proposal = Proposed: *{ $what }* (the desk decides)
card-proposal-none = Proposed: nothing yet (the desk decides)
card-reason = • { $sentence }
card-urgent = *Urgent*
card-wishes = Wishes: { $wishes }
card-unknown = Not known yet: { $what }
card-unknown-more = Not known yet: { $what } and { $count } more
card-hindered = Work affected
card-evidence =
    { $count ->
        [one] { $count } piece of evidence
       *[other] { $count } pieces of evidence
    }
card-no-evidence = No evidence yet
card-provisional = Fills in as answers come.
card-taken = { $who } has taken this on ({ $at })
card-untaken = Nobody has taken this on yet
card-untaken-called = { $who } Nobody has taken it yet. Whoever can, please press “Take it on”.

card-alarm = *Someone says they are in danger now.* { $on_call } Ring or go at once.
card-alarm-nobody = *Someone says they are in danger now.* Ring or go at once.
card-alarm-place = Where: { $place }
card-alarm-place-unknown = Where: not known yet
card-alarm-safe = They say they are safe now.
card-alarm-mistake = They say it was pressed by mistake.
card-withdrawn = Withdrawn by the reporter.
card-passed-on = Passed on to the contact in charge.
card-passed-on-ringing = Passed on to the contact in charge. *Nobody has said that the danger is over.*
card-talk-only = Became a talk. The desk need not act.
card-false-alarm = Pressed by mistake. Nobody need act.
card-moved = Another desk handles this.
card-closed = Closed.

desk-take = Take it on
desk-record = Open the record

page-title = Urgent
page-alarm = *Someone says they are in danger now.*
page-grave = *Something very grave was reported.*
page-number = Number: { $number }
page-act = Ring or go at once. In danger, call 110.
page-wider = The first call was not answered, so it goes wider.
page-taken = { $who } is on it.
page-safe = They say they are safe now.
page-mistake = Pressed by mistake. Nobody need act.

relief-page = *{ $who } asks to be relieved.*
relief-page-ask = Please take over first; the reason can wait.
relief-page-take = Take over
relief-page-taken = { $who } takes over.

talk-request = *{ $who } would like to talk.* Please get in touch when you can.
talk-request-unnamed = *Somebody would like to talk.* They keep their name for now and will get in touch.
talk-request-no-case = This is no report. It has no number and no record.

grave-s0 = ordinary
grave-s1 = light
grave-s2 = moderate
grave-s3 = grave
grave-s4 = most grave

determination-kasuhara = customer harassment
determination-grey = borderline
determination-ordinary = an ordinary complaint
determination-insufficient = too little is known
determination-out-of-scope = not for this desk

wish-change-of-person = someone else in charge
wish-talk-first = to talk first
wish-keep-from-branch = keep it from the branch
wish-anonymous-to-branch = name kept from the branch

record-title = Record
record-read = Opening this is noted in the record.
record-words = Words as spoken
record-quoted = Messages attached
record-files = Files
record-customer = Customer
record-proposal = *Why this is proposed* (the desk decides)
record-element-by-customer = 1. By a customer or the like: { $is_so }
record-element-beyond = 2. Beyond what society accepts: { $is_so }
record-element-harms = 3. Harms the work: { $is_so }
record-reason = • { $sentence } ({ $source })
record-corrections =
    { $count ->
        [one] Corrected { $count } time (the original is kept)
       *[other] Corrected { $count } times (the originals are kept)
    }
record-shortened = Too long to show whole. The whole is kept.
record-more = { $count } more not shown here. Everything is kept.
record-flow = Triage tables { $version } ({ $hash })

place-shop = shop
place-visit = on a visit
place-phone = phone
place-their-place = their place, outside
place-other = elsewhere

element-met = yes
element-not-met = no
element-unclear = not known yet

customer-property = Property
customer-room = Room
customer-name = Name
customer-phone = Phone
record-answers = Answers
