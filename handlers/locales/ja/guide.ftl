# 対応の手引き。

guide-notify = 対応の手引き
guide-title = 対応の手引き
guide-choose = *いま、どんな場面ですか？*
guide-nothing = *見つかりませんでした。* 一覧から選べます。
guide-read = すべて読む
guide-others = 場面を選ぶ
guide-cards = こんなとき
guide-steps = 終えるとき
guide-validity = 正しいことの多い要望
guide-say = *言うこと*
guide-do = *すること*
guide-avoid = *しないこと*
guide-stop = *終えるとき*
guide-call = *連絡先*
guide-check = *確かめること*
guide-by-when = *いつまでに*
guide-counsel = 返事の前に、本社から弁護士に確かめます。
guide-line = ・{ $line }
guide-source = 会社の手引きです。もとにした資料：{ $source }
guide-step = *{ $number }. { $title }*{ $times }
guide-times = （{ $least }〜{ $most }回）
guide-at-the-counter = 店頭で
guide-on-the-phone = 電話で
