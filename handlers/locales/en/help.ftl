# Starting, being unsure, not being allowed.

begin-unfinished = The report you began on { $since } is unfinished.
begin-unfinished-number = The report you began on { $since } ({ $number }) is unfinished.
begin-quoted = The message you chose goes with the one you pick here.
begin-resume = Go on
begin-new = Start a new one
begin-shared = This is a shared shop account. Reports carry a name; what you write does not stay in this account's conversations.
begin-form = Fill in the form

help-notify = How it works
help-title = *How it works*
help-report = `/kasuhara report` (or `/kasuhara 報告`) reports what a customer did. The first question is whether anyone is in danger.
help-message = "…" on a message, then "Report this": starts a report with that message.
help-guide = `/kasuhara guide` (or `/kasuhara guide phone` and the like) opens the guide: what to say and do.
help-direct = Write "report", 「報告」 or 「助けて」 to the bot: the same happens.
help-private = Nobody else sees it until you tell the desk. In danger, call 110 first.

notice-notify = A note
notice-not-yours = Only the person who is reporting can press this. Nothing has changed.
notice-not-allowed = Only the desk in charge can do this. Nothing has changed.
notice-already-answered = This question has an answer already. To change it, press "Change" beside the answer.
notice-not-asked = This question needs no answer now. Nothing has changed.
notice-closed = This report is closed. Nothing has changed.
notice-not-kept = What you just wrote or sent was not recorded.
not-kept-withdrawn = This report was withdrawn.
not-kept-cancelled = This report was cancelled.
not-kept-passed-on = This report has gone to the company's own contact.
not-kept-talk-only = This report was changed into a talk.
not-kept-closed = This report is over.
not-kept-number = {" "}({ $number })
not-kept-new = Start a new report
notice-not-found = This report was not found. To start a new one, use `/kasuhara report`.
notice-already-taken = Somebody else has taken this on. There is nothing for you to do.
notice-own-case = Somebody else handles a report that concerns you. Nothing has changed.
own-case-taken = { $who } has taken it on.
own-case-untaken = It has gone to { $who }. Nobody has taken it on yet.
own-case-thread = Your own report goes on in your direct messages with the bot.
notice-own-relief = You asked for this yourself, so somebody else takes over. Nothing has changed.
notice-no-acts = This has not been sent yet. Press a "Tell" button first.
notice-told-by-now = The desk has this report by now. To take it back, press “Withdraw the report”.
notice-shared-account = This cannot be done from a shared account. Please open it with your own.
notice-unreadable = That could not be read. Send it again, or type it.
notice-outdated = This can no longer be used. Nothing has changed. A report begins with `/kasuhara report`.
notice-press-again = The form did not open. Please press again.

unkept = *In danger, do not wait: call 110.* What you just did could not be recorded and has reached nobody. Press again, or phone.
apology = *In danger, do not wait: call 110.* Something went wrong, and the last step was not recorded. Please try again, or phone the branch or HQ. (Reference: { $error })
