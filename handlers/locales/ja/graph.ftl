# 判定の流れ図。

graph-urgent = ① 急ぎかどうか
graph-base = ② 何に当たるか
graph-softened = ③ 緊急の事情・こちらの不手際
graph-capped = ④ 配慮の申出・年齢・言葉
graph-determination = ⑤ 就業環境への支障
graph-severity = ⑥ 重さ
graph-history = ⑦ 同じお客様のこれまで
graph-yes = 急ぎ
graph-no = 急ぎではない
graph-holds = 当てはまる
graph-next = 当てはまらない
graph-otherwise = そのまま次へ
