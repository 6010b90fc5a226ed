# Forms.

form-title = Details
form-submit = Send
form-keep = Save
form-close = Close
form-back = Back
form-person-name = Name (of someone not in Slack)
form-choose = Choose

shared-title = Report
shared-name = Name of the person reporting
shared-name-hint = So that the desk can find you.
shared-branch = Branch
shared-history = Nothing stays on this device. The desk will get in touch in person.

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

form-number = Please enter a whole number from 0 to 10000.
form-time = This date cannot be recorded. Please choose another.
