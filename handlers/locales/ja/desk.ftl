# 受付の方が見る画面。

desk-notify = 新しい受付があります
desk-notify-changed = 受付に動きがあります
desk-notify-page = 至急：今すぐ開いてください
desk-notify-relief = 交代の依頼があります
desk-notify-talk = 相談したい方がいます

card-title = { $number } { $branch }
card-title-number = { $number }
card-title-provisional = { $number }【仮】 { $branch }
card-branch-unknown = 店は未確認
card-hq = *店には知らせていません*
card-hq-late = *店には{ $at }に知らせました。いまは本社だけが見られます*
card-reporter = 報告：{ $who }
card-reporter-kept = 報告：名前は出しません（本人の希望）
card-affected = 言動を受けた人：{ $who }
card-affected-unknown = 言動を受けた人：ほかの方（どなたかは、まだ分かりません）
card-told-at = { $at } 受付
card-grave = 重さ：{ $grave }
card-proposal = 提案：*{ $what }*（決めるのは受付の担当者）
card-proposal-none = 提案：まだありません（決めるのは受付の担当者）
card-reason = ・{ $sentence }
card-urgent = *急ぎ*
card-wishes = 希望：{ $wishes }
card-unknown = まだ分からないこと：{ $what }
card-unknown-more = まだ分からないこと：{ $what }、ほか { $count } 件
card-hindered = 支障あり
card-only-words = あったことは選ばれていません。書かれた言葉が、記録にあります。
card-evidence = 証拠 { $count } 件
card-evidence-said = 証拠：{ $what }あり（ファイルは未提出）
card-evidence-said-given = 証拠：{ $what }あり（提出 { $count } 件）
card-no-evidence = 証拠：なし
card-provisional = 答えが増えると、この表示も変わります。
card-taken = { $who } が受け持っています（{ $at }）
card-untaken = まだ誰も受け持っていません
card-untaken-report = この報告を受け持つ方は、まだいません
card-untaken-called = { $who }　まだ誰も受け持っていません。受けられる方は「受ける」を押してください。

card-act = すぐに店か本人に電話するか、二人で現場へ向かってください。
card-alarm-rung = { $who } には、直接知らせています。
card-alarm-place = 場所：{ $place }
card-alarm-place-unknown = 場所はまだ分かりません
card-withdrawn = 報告は取り下げられました。
card-withdrawn-ringing = 報告は取り下げられました。危険が去ったという知らせは、まだありません。
card-passed-on = この受付は、ここでは扱わないことになりました。対応は要りません。
card-passed-on-ringing = この受付は、ここでは扱わないことになりました。危険が去ったという知らせは、まだありません。
card-withheld = 報告した方が、内容を確かめています。
card-talk-only = 相談に変わりました。受付での対応は要りません。
card-instead = 店の受付に届かないため、代わりにお知らせしています。
card-moved = この受付は、ほかで受け持ちます。ここでの対応は要りません。
released-back = 先ほどの受付を、引き続きお願いします。
freed = *この受付を受け持つ方が、いまいません。* 受けられる方は「受ける」を押してください。
freed-after-slip = *押し間違いのあとに、報告がありました。* 受けられる方は「受ける」を押してください。
freed-over = この受付について、ここでの対応は要りません。
card-closed = 終了しました。

desk-take = 受ける
desk-record = 記録を見る

page-title = 至急
page-alarm = *「いま危ない」と知らせがありました。*
page-grave = *重大な言動の報告です。*
page-number = 受付番号：{ $number }
page-act = まず店に、出ないときは本人に電話してください。危険なら110番を。向かうときは二人で。
page-act-no-branch = すぐに本人に連絡し、どこにいるか確かめてください。危険なら110番を。
page-untaken = まだ誰も受け持っていません。{ $who }に、誰が受け持つかを確かめてください。
page-untaken-here = まだ誰も受け持っていません。受けられる方は「受ける」を押してください。
page-wider = 最初の知らせに応答がないため、広くお知らせしています。
page-safe = 「安全になった」と知らせがありました（{ $at }）。
page-mistake = 危ないという知らせは、「押し間違い」でした（{ $at }）。駆けつける必要はありません。

relief-page = *{ $who } さんから、交代の依頼です。*
relief-page-ask = 理由は聞かずに、まず代わってください。
relief-page-moved = この依頼は、ほかで引き受けます。ここでの対応は要りません。
relief-page-ended = { $who } さんからの交代の依頼は、終わりました。対応は要りません。
relief-page-take = 代わる
relief-page-taken = { $who } が代わります。

talk-request = *{ $who } さんが話したいそうです。* できれば今日のうちに連絡してください。
talk-request-unnamed = *話をしたい方がいます。* 名前は伏せる希望です。本人からの連絡をお待ちください。
talk-request-no-case = 報告ではないため、受付番号はありません。
passed-on = *{ $who } さんから、社内の人のことで知らせがありました。*
passed-on-danger = 先に「いま危ない」と知らせがありました。
passed-on-ask = 本人に連絡して、話を聞いてください。
passed-on-nothing-more = 内容は、ここには出しません。
passed-on-mistake = 先ほどの知らせは、押し間違いでした。対応は要りません。

grave-unknown = まだ分からない
grave-s0 = 通常の範囲
grave-s1 = 軽い
grave-s2 = 中程度
grave-s3 = 重い
grave-s4 = きわめて重い

determination-kasuhara = カスハラに当たる
determination-grey = 判断が分かれる
determination-ordinary = 通常の苦情
determination-insufficient = 情報が足りない
determination-out-of-scope = この受付の対象外

wish-change-of-person = 担当を替えてほしい
wish-talk-first = まず話を聞いてほしい
wish-keep-from-branch = 店ではなく本社に任せたい
wish-anonymous-to-branch = 店の画面に名前を出さない

record-title = 記録
record-read = 開いたことは、記録に残ります。
record-words = 本人が書いたこと（そのまま。時刻は書いたとき）
record-words-former = *訂正前*（{ $at }）
record-words-rewritten = *訂正後*（{ $at }）
record-quoted = 添えたメッセージ
record-quoted-by = { $who }（{ $at }）
record-files = ファイル
record-file = ・{ $name }（{ $became }）
file-waiting = 控えを取っています
file-kept = 控えがあります
file-too-large = 大きいため、Slack にだけあります
file-unavailable = 控えを取れませんでした。Slack をご覧ください
file-deleted = 控えを取る前に、Slack から消えました
file-elsewhere = Slack の外にあり、リンクだけを控えています
file-not-shown = ボットのいない場所にあり、控えは取れません
record-customer = お客様
record-proposal = *提案の理由*
record-element-by-customer = 1. お客様などの言動：{ $is_so }
record-element-beyond = 2. 社会通念上許される範囲を超えた言動：{ $is_so }
record-element-harms = 3. 就業環境への支障：{ $is_so }
record-reason = ・{ $sentence }（{ $source }）
record-otherwise = *案が変わるのは*
record-otherwise-line = ・{ $sentence }：{ $became }
record-corrections = 訂正
record-correction = { $question }：{ $before } → { $after }（{ $at }）
record-corrected = { $question }（{ $at }）
record-more = ほか { $count } 件は、ここに入りません。すべて保管されています。運用の担当者が `kasuhara cases show { $number }` で全文を出せます。
record-flow = 判定表 { $version }（{ $hash }）

place-shop = 店舗
place-visit = 訪問先
place-phone = 電話
place-their-place = 相手宅・店外
place-other = そのほかの場所
place-said = 「{ $words }」

element-met = 当てはまる
element-not-met = 当てはまらない
element-unclear = まだ分からない

customer-property = 物件
customer-room = 部屋
customer-name = 名前
customer-phone = 電話
record-answers = 答え

card-missed = *届いていないお知らせがあります。*
card-missed-reporter = ・報告した方へ（{ $why }）。電話などで直接伝えてください。
card-missed-person = ・{ $who } へ（{ $why }）。急ぐことは電話で伝えてください。
card-missed-channel = ・{ $channel } へ（{ $why }）。急ぐことは電話で伝えてください。
card-missed-more = ・ほか { $count } 件

refusal-account = アカウントが使えません
refusal-channel = チャンネルがないか、アプリが入っていません
refusal-closed = アプリからのメッセージを受け取らない設定です
refusal-public = 誰でも読めるチャンネルなので、送っていません
refusal-other = Slack が受け付けませんでした

undelivered-notify = 届いていないお知らせの確認
undelivered-title = *届いていないお知らせがあります。*
undelivered-line = ・{ $who } { $count } 件（{ $why }）
undelivered-people = 個人あて
undelivered-numbers = 受付番号：{ $numbers }
undelivered-do = 受付のカードにも出ています。原因を直したあと、運用の担当者が `kasuhara messages dead` で確かめ、`kasuhara messages retry` で送り直せます。
undelivered-none = 届いていなかったお知らせは、残っていません。

public-channel-notify = チャンネルの公開についてのお知らせ
public-channel = *{ $channel } が、誰でも読めるチャンネルになっています。*
    このチャンネルには何も送らず、入っている人の権限も止めています。ここに届くはずの受付は、ほかの受付か、当番と管理者に届けます。すでに出ているカードは、誰でも読めます。
    Slack で非公開に戻すか、設定でほかのチャンネルを指定してください。戻すと、止めていたものが届きます。
public-channel-over = { $channel } は非公開に戻りました。止めていたものを送り、権限も元どおりです。
