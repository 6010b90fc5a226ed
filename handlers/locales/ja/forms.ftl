# 入力画面。

form-submit = 送る
form-keep = 保存する
form-words-long = これまでの文は長いので、ここでは直せません。消えずに残り、ここに書いた文がその後に加わります。
form-close = 閉じる
form-back = 戻る
form-person-name = 名前（Slackにいない方）
form-choose = 選ぶ

shared-title = 報告
shared-name = 報告する人の名前
shared-name-hint = 受付から声をかけるために使います。
shared-branch = 店
shared-name-missing = 名前を書いてください。
shared-history = 送ったあとの案内は、この共用アカウントだけに見え、しばらくすると消えます。受付からは、本人に直接連絡します。
shared-sent-already = この報告は、もう送られています。もう一度送るときは、新しく始めてください。
shared-untaken = まだ誰も受け持っていません。決まると、ここに名前が出ます。
shared-phones = 急ぐとき：{ $phones }
shared-number = 受付番号：{ $number }
shared-note = 受付番号（{ $number }）を控えてください。この表示は、しばらくすると消えます。そのあとは、電話で聞いてください。
shared-close = この画面を閉じると、元の場所に番号と、受け持つ人の名前が出ます。この共用アカウントだけに見えます。
shared-close-alarm = この画面を閉じると、元の場所に「{ $safe }」と「{ $mistake }」のボタンが出ます。
shared-actor-hint = 「社内の人」のときは、受付には知らせません。会社の相談窓口を案内します。
shared-actor-hint-told = 「社内の人」のときは、受付には知らせません。会社の相談窓口に、名前だけが届きます。
shared-contact-told = 窓口には、名前と、社内の人のことで知らせがあったことだけを伝えます。連絡がないときは、ご自身から連絡してください。
shared-contact-told-danger = 窓口には、名前と、社内の人のことで知らせがあったこと、先に「いま危ない」と知らせがあったことだけを伝えます。連絡がないときは、ご自身から連絡してください。
shared-close-passed-on = 窓口を控えてください。この画面を閉じると、このアカウントには何も残りません。
shared-call = 受付番号は、店に電話で聞いてください。

talk-title = 相談
talk-who = 誰に話しますか
talk-who-hint = 選んだ方だけに届きます。報告にはなりません。
talk-name = 名前
talk-name-give = 名前を伝える
talk-name-keep = 名前を伝えない
talk-nobody = いま選べる方がいません。人事か、会社の相談窓口に連絡してください。
talk-group-desk = 店の受付
talk-group-hq = 本社
talk-group-hr = 人事

form-nothing = まだ何も書かれていません。
form-empty = まだ何も書かれていません。分からないときは、戻って「わからない」を押してください。
form-number = 0から10000までの数字を入れてください。
form-time = この日時は記録できません。ほかの日時を選んでください。おおよそで大丈夫です。
