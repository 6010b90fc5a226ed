# 始めるとき、迷ったとき、できないとき。

begin-unfinished = { $since } に始めた報告が、途中です。
begin-unfinished-number = { $since } に始めた報告（{ $number }）が、途中です。
begin-quoted = 選んだメッセージは、ここで選んだほうに添えます。
begin-resume = 続ける
begin-new = 新しく始める
begin-shared = 店の共用アカウントです。名前を書いて報告します。書いた内容は、このアカウントの会話には残りません。
begin-form = 記入する

help-notify = 使い方
help-title = *使い方*
help-report = `/kasuhara report`（または `/kasuhara 報告`） お客様の言動を報告します。最初の質問は「今、危ない状況ですか？」です。
help-message = メッセージの「…」から「報告に添える」を選ぶと、そのメッセージを添えて報告できます。
help-guide = `/kasuhara guide`（または `/kasuhara ガイド 電話` など） 言うこと・することの手引きを開きます。
help-direct = ボットとのダイレクトメッセージに「報告」か「助けて」と書いても始まります。
help-private = 知らせるまで、ほかの人には見えません。危ないときは、先に110番を。

notice-notify = お知らせ
notice-not-yours = これは、報告した本人だけが押せます。何も変わっていません。
notice-not-allowed = この操作は、受付の担当者だけができます。何も変わっていません。
notice-already-answered = この質問には、もう答えがあります。変えるときは、その答えの「変える」を押してください。
notice-not-asked = いまは、この質問への答えは要りません。何も変わっていません。
notice-closed = この報告は終わっています。何も変わっていません。
notice-not-kept = いま書いた言葉や送ったファイルは、記録していません。
not-kept-withdrawn = この報告は取り下げ済みです。
not-kept-cancelled = この報告はやめています。
not-kept-passed-on = この報告は、会社の相談窓口に引き継がれています。
not-kept-talk-only = この報告は、相談に切り替わっています。
not-kept-closed = この報告は終わっています。
not-kept-number = （{ $number }）
not-kept-new = 新しく報告する
notice-not-found = この受付は見つかりませんでした。新しく始めるときは `/kasuhara report` です。
notice-already-taken = すでに、ほかの方が受け持っています。何もしなくて大丈夫です。
notice-own-case = 自分に関わる受付は、ほかの方が受け持ちます。何も変わっていません。
own-case-taken = いまは { $who } が受け持っています。
own-case-untaken = { $who }に届いています。まだ誰も受け持っていません。
own-case-thread = 自分の報告は、ボットとのダイレクトメッセージで続けられます。
notice-own-relief = 自分で出した依頼は、ほかの方が引き受けます。何も変わっていません。
notice-no-acts = まだ知らせていません。先に「これで知らせる」を押してください。
notice-told-by-now = この報告は、もう受付に届いています。取り下げるときは「報告を取り下げる」を押してください。
notice-shared-account = 共用アカウントでは、この操作はできません。自分のアカウントで開いてください。
notice-unreadable = 読み取れませんでした。もう一度送るか、文字で書いてください。
notice-outdated = この操作は、いまは使えません。何も変わっていません。報告は `/kasuhara report` から始められます。
notice-press-again = 画面を開けませんでした。もう一度押してください。

unkept = *危ないときは、待たずに110番を。* いまの操作は記録できず、誰にも届いていません。もう一度押すか、電話してください。
apology = *危ないときは、待たずに110番を。* うまくいかず、最後の操作を記録できませんでした。もう一度お試しになるか、店や本社に電話してください。（問い合わせ番号：{ $error }）
