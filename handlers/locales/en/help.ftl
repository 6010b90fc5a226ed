# Starting, being unsure, not being allowed.

begin-unfinished = There is an unfinished report.
begin-resume = Go on
begin-new = Begin anew
begin-shared = This is a shared shop account. Reports carry a name; nothing stays on this device.
begin-form = Fill in

help-notify = How it works
help-title = *How it works*
help-report = `/kasuhara report` reports what a customer did. The first question is whether anyone is in danger.
help-message = "…" on a message, then "Report this": starts a report with that message.
help-direct = "report" or "報告" in direct messages with the bot starts one too.
help-private = Nobody else sees it until the desk is told. In danger, call 110 first.

notice-notify = A note
notice-not-yours = Only the person who reports can press this. Nothing has changed.
notice-not-allowed = Only the desk in charge can do this. Nothing has changed.
notice-already-answered = This question has an answer. To change it, press "Change" beside the answer.
notice-closed = This report is over. Nothing has changed.
notice-not-found = This report was not found. To start a new one: `/kasuhara report`.
notice-already-taken = Somebody else has taken this on.
notice-own-case = A report about oneself is handled by someone else. Nothing has changed.
notice-no-acts = Choose at least one, then press.
notice-shared-account = This cannot be done from a shared account. Please use your own.
notice-unreadable = That could not be read. Please try again.
notice-press-again = The form did not open. Please press again.

apology = Something went wrong, and the last step was not recorded. Please try once more; if it is urgent, ring the branch or headquarters. (Ask about: { $error })
