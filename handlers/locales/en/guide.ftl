# The guide.

guide-notify = The guide
guide-title = The guide
guide-choose = *What is happening?*
guide-nothing = *Nothing found.* Choose from the list.
guide-read = Read all of it
guide-others = Choose a situation
guide-cards = When this happens
guide-steps = To end it
guide-validity = Demands that are often right
guide-say = *Say*
guide-do = *Do*
guide-avoid = *Do not*
guide-stop = *When to end it*
guide-call = *Whom to turn to*
guide-check = *Check*
guide-by-when = *By when*
guide-counsel = Before the answer, HQ asks a lawyer.
guide-line = • { $line }
guide-source = The company's own guide. Based on: { $source }
guide-step = *{ $number }. { $title }*{ $times }
guide-times = {" "}({ $least } to { $most } times)
guide-at-the-counter = At the counter
guide-on-the-phone = On the phone
