# 入力画面。

form-title = 記入
form-submit = 送る
form-keep = 保存する
form-close = 閉じる
form-back = 戻る
form-person-name = 名前（Slackにいない方）
form-choose = 選ぶ

shared-title = 報告
shared-name = 報告する人の名前
shared-name-hint = 受付から声をかけるために使います。
shared-branch = 店
shared-history = この端末に内容は残りません。送ったあとの連絡は、受付から直接届きます。

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

form-number = 0から10000までの数字を入れてください。
form-time = この日時は記録できません。選び直してください。
