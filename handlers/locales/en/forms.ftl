# Forms.

form-submit = Send
form-keep = Save
form-words-long = What you wrote so far is too long to be changed here. It stays, and what you write here is added to it.
form-close = Close
form-back = Back
form-person-name = Name (of someone not in Slack)
form-choose = Choose

shared-title = Report
shared-name = Name of the person reporting
shared-name-hint = So that the desk can find you.
shared-branch = Branch
shared-name-missing = Please enter a name.
shared-history = What you read after sending is seen by this shared account alone, and goes away after a while. The desk gets in touch with you in person.
shared-sent-already = This report has been sent already. To send another, please begin anew.
shared-untaken = Nobody has taken this on yet. The name will appear here.
shared-phones = If it is urgent: { $phones }
shared-number = Number: { $number }
shared-note = Please note the number ({ $number }). This message goes away after a while; after that, please ring to ask.
shared-close = Close this to see the number, and who takes it, where you began. Only this shared account sees that.
shared-close-alarm = Close this to find the buttons “{ $safe }” and “{ $mistake }” where you began.
shared-actor-hint = If it was a colleague, the desk is not told. You will read who the company's own contact is.
shared-actor-hint-told = If it was a colleague, the desk is not told. The company's own contact receives your name and nothing else.
shared-contact-told = The contact will be told your name, and that it is about a colleague; nothing more. If you do not hear from them, please get in touch yourself.
shared-contact-told-danger = The contact will be told your name, that it is about a colleague, and that there was danger before; nothing more. If you do not hear from them, please get in touch yourself.
shared-close-passed-on = Please note the contact. Once you close this, nothing of it stays with this account.
shared-call = Please ring the branch to ask for the number.

talk-title = Talk
talk-who = Whom would you like to talk to?
talk-who-hint = Only the person you choose is told. It does not become a report.
talk-name = Your name
talk-name-give = Give my name
talk-name-keep = Do not give my name
talk-nobody = Nobody can be chosen at the moment. Please turn to HR or the company's own contact.
talk-group-desk = The branch's desk
talk-group-hq = HQ
talk-group-hr = HR

form-nothing = There is nothing to read here yet.
form-empty = Nothing is filled in yet. If you are not sure, go back and press "Not sure".
form-number = Please enter a whole number from 0 to 10000.
form-time = This date cannot be recorded. Please choose another; roughly will do.
