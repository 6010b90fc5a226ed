# 報告する人が見る画面。

# 通知（ロック画面）に出る一行。名前も内容も書かない。
report-notify = 報告についてお知らせがあります
report-notify-question = 質問が届いています
report-notify-alarm = 至急：今すぐ開いてください

head-title = 報告の受付
head-title-number = 報告の受付 { $number }
head-at-once = 「いま危ない」か「交代してほしい」を押すと、お名前がすぐに受付や当番に届きます。
head-privacy = 「…知らせる」のボタンを押すまで、ほかの社員には見えません。途中でやめた報告は、30日後に記録から消えます。
head-told = { $who }に届いています。ここに書いたことは記録になり、担当する責任者が読めます。
head-told-ringing = { $who }に届いています。このスレッドに書いた言葉も、知らせた相手に見えます。
head-danger = *その場を離れて、110番。* 電話番号と続きは、このスレッドの中にあります。
head-danger-other = *110番。* 電話番号と続きは、このスレッドの中にあります。
head-unreached = まだ受付に届いていません。
head-for-other = ほかの人のことを、代わりに報告しています。
head-for-self = 自分のことを報告しています。
head-over = この報告は終わりました。

quiet-relief = 交代してほしい
quiet-for-other = 代わりに報告
quiet-for-self = 自分のことに戻す
quiet-talk = 相談だけ
quiet-cancel = 報告をやめる
quiet-withdraw = 報告を取り下げる
quiet-later = あとで
quiet-change = 変える
quiet-keep = 変えない
quiet-finish = 質問を終える

cancel-title = 報告をやめますか
cancel-what = 受付には届いていません。会社の記録からは30日後に消えます。この会話に自分で書いたものや送ったファイルは、ご自身で消してください。
cancel-yes = やめる
withdraw-title = 報告を取り下げますか
withdraw-what = 質問はここで終わります。届いた内容と取り下げの記録は、会社に残ります。
withdraw-yes = 取り下げる
confirm-no = 戻る

question-done = 決定
question-tell = これで知らせる
question-hq = 店ではなく本社に知らせる
question-branch-of = { $branch }（{ $entity }）
wishes-branch-told = 店には{ $at }に、名前も知らせました。これからの店の画面には、名前を出さないようにできます。
question-contact = 「窓口に知らせる」で届くのは、名前と、社内の人のことで知らせがあったことだけです。
question-contact-danger = 「窓口に知らせる」で届くのは、名前と、社内の人のことで知らせがあったこと、先に「いま危ない」と知らせがあったことだけです。
question-desk-knows = 受付には、ここまでの内容が届いています。これからの内容は見えません。
question-place-other = 知らせました。110番も。本人はどこですか？
question-open-words = 書く
question-open-form = 記入する
question-open-name = 名前を書く
question-answer-now = 答える
question-choose = 選ぶ
question-choose-other = ほかの相手
question-choose-person = 人を選ぶ
question-place-seen = 知らせた相手に見えています。動いたときは、また書いてください。
question-waiting = { $question }（このあとに聞きます）
question-not-known = わからない
question-to-go = あと{ $count }問
question-until-told = 知らせるまで、あと{ $count }問
question-words-hint = このスレッドに書いても、音声やファイルを送っても、記録に残ります。
question-words-change = 「書く」で書き直せます。このスレッドに書くと、書き足しになります。
question-kept-apart = 記入済み（内容はSlackに残りません）
question-none-chosen = 選ばずに進みました
question-care = つらいときは、一人で抱えないでください。休むことや仕事を替わることを、上司か人事に頼めます。体調のことは、産業医や医療機関に相談できます。
question-postponed = あとで答える
question-dropped = { $question }（不要になりました）
question-moved = { $question }（この下にあります）
question-unanswered = { $question }（未回答）
question-figure = { $label }：{ $value }

receipt-title = 始まりました
receipt-answer = 答え：*{ $answer }*
receipt-left-behind = この質問には、もう答えがあります：*{ $answer }*。いま押したことでは、何も変わっていません。
receipt-over = この報告は終わっています。何も変わっていません。新しく始めるときは `/kasuhara report` です。
receipt-thread = 続きは、ボットとのダイレクトメッセージの、報告のスレッドにあります。
receipt-nobody-else = ほかの人には見えません。
receipt-form = 名前と状況を記入する

alarm-leave = その場を離れてください
alarm-leave-other = 助けを呼んでください
alarm-steps =
    1. その場を離れる
    2. *110番*
    3. 近くの人を呼ぶ
alarm-steps-other =
    1. *110番*
    2. 本人に、その場を離れるよう伝える
    3. 近くの人に行ってもらう
alarm-later = 記録はあとで大丈夫です。
alarm-told = 知らせた先：{ $who }
alarm-telling = 受付に知らせています。
alarm-phone = { $branch } 電話 { $phone }
alarm-on-call = 当番：{ $who }（名前を押すと連絡できます）
alarm-taken = *{ $who } が応答しました。* 危険が続くなら、待たずに110番を。
alarm-left = *応答した方が来られなくなりました。* ほかの方を呼び出しています。危険が続くなら、待たずに110番を。
alarm-safe = 安全になった
alarm-mistake = 押し間違い
alarm-safe-sure = 安全になりましたか
alarm-mistake-sure = 押し間違いでしたか
alarm-stops = 呼び出しは止まり、知らせた相手にも伝わります。
alarm-ended-safe = 安全になったと伝えました。また危なくなったら、待たずに110番を。続きは、落ち着いてからで大丈夫です。
alarm-ended-mistake = 押し間違いだったと伝えました。気にしなくて大丈夫です。
alarm-again = 報告することがあれば、今の状況を選んでください。なければ、これで終わりです。
alarm-nothing = 報告しないで終わる

told-branch = { $branch }の受付
told-hq = 本社
told-desks = 各店の受付
told-more = ほか { $count } か所
told-nobody = 受付
missed = { $who }には届きませんでした。
list-comma = {"、"}

nobody-title = まだ誰も応答していません。
nobody-wider = { $who }にも知らせました。
nobody-call = *待たずに110番を。* 店の電話は { $phone } です。
nobody-call-110 = *待たずに110番を。*
nobody-taken = { $who } が応答しました。
nobody-answered = 応答がありました。
nobody-over = この呼び出しは終わりました。

advice-ahead = *{ $who }に知らせています。*
advice-told = *{ $who }に知らせました。*（{ $number }）
advice-told-more = *{ $who }に知らせました。*（{ $number }）続きはあとで大丈夫です。
advice-told-in-person = *{ $who }に、直接のメッセージで知らせました。*（{ $number }）
advice-telling = *{ $who }に知らせています。*（{ $number }）まだ届いていません。
advice-nobody = *まだ誰にも届いていません。*（{ $number }）
advice-kept = 店の受付には知らせていません。
advice-nobody-say = 電話か口頭で、上司か本社に知らせてください。
advice-meanwhile = 今できること
advice-relief = 今日の仕事を代わってほしいときは、{ $who }に頼めます。
advice-for-other = 言動を受けた方に、ひと声かけてください。
advice-law = 知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。
kept-late = 店には{ $at }に知らせました。これからは本社だけが見られます。店の画面からは内容が消え、受付番号だけが残ります。すでに読まれた内容は取り消せません。

taken-by = *{ $who }* が受け持ちました。
taken-left = 受け持つ方が替わります。次に誰が受け持つかは、決まるとここに届きます。
taken-moved = 受け持ちは、{ $who }に移りました。

nudge-untold = 途中の報告があります。報告の内容は、まだ誰にも届いていません。続けますか。
nudge-told = 報告（{ $number }）は届いています。まだ答えていない質問があります。続けますか。
nudge-alarm = 「いま危ない」の知らせ（{ $number }）のことで、まだ答えていない質問があります。落ち着いてからで大丈夫です。
gone-on = 続きは、この下にあります。
nudge-ringing = 質問の続きは、あとで大丈夫です。
nudge-once = このお知らせは一度だけです。
nudge-resume = 続ける

words-kept-words = 書き足した言葉 { $count } 件
words-kept-files = ファイル { $count } 件
words-kept-quoted = 添えたメッセージ { $count } 件
words-kept = 受け取りました：{ $what }
words-kept-none = 受け取りました。

finished-title = *質問はここまでです。*（{ $number }）
finished-more = 思い出したことは、いつでもこのスレッドに書き足せます。
finished-postponed = あとにした質問：

ended-title-withdrawn = *報告を取り下げました。*
ended-title-cancelled = *報告をやめました。*
ended-title-slip = *これで終わりです。*
ended-slip = 押し間違いだったことは、知らせた相手に伝わっています。
ended-withdrawn-told = 質問はここまでです。届いた内容と取り下げの記録は、会社の決まりに沿って残ります。
ended-withdrawn-untold = 受付には届いていません。会社の記録からは30日後に消えます。この会話に自分で書いたものや送ったファイルは、ご自身で消してください。
ended-ringing = *呼び出しは続いています。*
ended-ask-safe = もう危なくないときは、下のボタンで知らせてください。
ended-title-passed-on = *社内の人のことは、会社の相談窓口が受けます。*
ended-passed-on-contact = 窓口：{ $contact }
ended-passed-on-ask = 窓口が分からないときは、人事に聞いてください。
ended-passed-on-told = { $who }には、ここでは扱わないことになったとだけ伝えました（それまでの内容は届いています）。
ended-passed-on-untold = 受付には知らせていません。
ended-passed-on-sent = 窓口には、名前と、社内の人のことで知らせがあったことだけを伝えました。連絡がないときは、ご自身から連絡してください。
ended-passed-on-sent-danger = 窓口には、名前と、社内の人のことで知らせがあったこと、先に「いま危ない」と知らせがあったことだけを伝えました。連絡がないときは、ご自身から連絡してください。
ended-passed-on-yourself = 窓口には、まだ何も届いていません。話せるときに、ご自身から連絡してください。
ended-take-back = 押し間違いだった
ended-taken-back = *取り消しました。* 報告を続けられます。
ended-taken-back-contact = 窓口にも、押し間違いだったと伝えました。
ended-title-talk-only = *相談に切り替えました。*
ended-talk-only = 報告にはなりません。報告は、いつでも始められます。

relief-title = *交代をお願いしました。*
relief-told = 知らせた先：{ $who }
relief-phone = 急ぐときの電話：{ $phone }
relief-near = 急ぐときは、近くの人に声をかけてください。
relief-danger = 危ないときは、待たずに110番を。
relief-taken = { $who } が代わります。
relief-left = 代わる方が来られなくなりました。ほかの方にお願いしています。
relief-end = もう大丈夫です
relief-ended = 交代の依頼は終わりました。頼んだ相手にも伝わります。
relief-no-report = 報告はしなくても大丈夫です。

talk-receipt = *{ $who } に伝えました。*
talk-receipt-named = 名前も伝えました。連絡がないときは、ご自身から連絡してください。
talk-receipt-unnamed = 名前は伝えていません。話せるときに、ご自身から連絡してください。
talk-receipt-no-case = 報告にはなっていません。
talk-receipt-beside = 報告は、このまま続いています。
