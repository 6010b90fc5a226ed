import pytest
from inline_snapshot import snapshot

from handlers.texts import Texts
from handlers.views.quiet import cancel_button
from tests.handlers.views.checks import outline
from tests.handlers.views.screens import CASE, every_screen

T = Texts.load(strict=True).in_("ja")


def screen(name: str) -> str:
    return outline(every_screen()[name](T))


def test_the_first_question() -> None:
    """The command's answer asks about danger first, and says who will see what."""
    assert screen("begin") == snapshot("""\
<<質問が届いています>>
*今、危ない状況ですか？*
  [!いま危ない triage.danger.now]
  [けが・危害の予告 triage.danger.past]
  [危険はない triage.danger.none]
  [わからない triage.danger.unknown]
  [交代してほしい triage.relief]
  [代わりに報告 triage.reported_as.for_other]
  [相談だけ triage.consult]
(「いま危ない」か「交代してほしい」を押すと、お名前がすぐに受付や当番に届きます。)
(「…知らせる」のボタンを押すまで、ほかの社員には見えません。途中でやめた報告は、30日後に記録から消えます。)\
""")


def test_a_second_report() -> None:
    """Danger stands in front of going on and beginning anew."""
    assert screen("begin second") == snapshot("""\
<<質問が届いています>>
*今、危ない状況ですか？*
  [!いま危ない triage.danger.now]
  [*続ける report.resume]
  [新しく始める report.new]
(11月21日(土) 14:05 に始めた報告が、途中です。)
  [交代してほしい triage.relief]
  [代わりに報告 triage.reported_as.for_other]
  [相談だけ triage.consult]
(「いま危ない」か「交代してほしい」を押すと、お名前がすぐに受付や当番に届きます。)\
""")


def test_a_shared_account() -> None:
    """A shared account gets the danger button and the form, nothing else."""
    assert screen("begin shared") == snapshot("""\
<<質問が届いています>>
*今、危ない状況ですか？*
  [!いま危ない triage.danger.now]
  [記入する report.form]
(店の共用アカウントです。名前を書いて報告します。書いた内容は、このアカウントの会話には残りません。)\
""")


def test_what_a_shared_account_reads_in_danger() -> None:
    """Leaving comes first, then whom to ring, how to say that it is over, the place, the name."""
    assert screen("shared nobody") == snapshot("""\
<<至急：今すぐ開いてください>>
*待たずに110番を。* 店の電話は 新宿店 です。
まだ誰も応答していません。
本社にも知らせました。
# その場を離れてください
1. その場を離れる
2. *110番*
3. 近くの人を呼ぶ
知らせた先：新宿店の受付、本社
新宿店 電話 03-0000-0000
当番：<@U0SUP1>、<@U0SUP2>（名前を押すと連絡できます）
(記録はあとで大丈夫です。)
  [安全になった triage.safe]
  [押し間違い triage.mistake]
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
(受付番号：K-2026-0042)
  [名前と状況を記入する report.form]\
""")
    assert screen("shared sent danger") == snapshot("""\
<<報告>>
# その場を離れてください
1. その場を離れる
2. *110番*
3. 近くの人を呼ぶ
受付に知らせています。
新宿店 電話 03-0000-0000
当番：<@U0SUP1>、<@U0SUP2>（名前を押すと連絡できます）
(記録はあとで大丈夫です。)
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
(この画面を閉じると、元の場所に「安全になった」と「押し間違い」のボタンが出ます。)\
""")


def test_what_a_shared_account_reads_of_its_report() -> None:
    """In the form as it is sent, and in the channel until it goes."""
    assert screen("shared sent told") == snapshot("""\
<<報告>>
*新宿店の受付に知らせています。*
---
(今できること)
*新宿店*
新宿店
新宿店
新宿店
新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
急ぐとき：新宿店 電話 03-0000-0000
(この画面を閉じると、元の場所に番号と、受け持つ人の名前が出ます。この共用アカウントだけに見えます。)\
""")
    assert screen("shared taken") == snapshot("""\
<<報告についてお知らせがあります>>
*新宿店の受付に知らせました。*（K-2026-0042）
---
(今できること)
*新宿店*
新宿店
新宿店
新宿店
新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
*<@U0SUP1>* が受け持ちました。
急ぐとき：新宿店 電話 03-0000-0000
(受付番号（K-2026-0042）を控えてください。この表示は、しばらくすると消えます。そのあとは、電話で聞いてください。)
  [!いま危ない triage.danger.now]\
""")


def test_what_a_shared_account_reads_about_a_colleague() -> None:
    """The contact in the form; in the channel nothing that says whom it is about."""
    assert screen("shared sent passed on to a channel") == snapshot("""\
<<報告>>
*社内の人のことは、会社の相談窓口が受けます。*
窓口：新宿店
窓口には、名前と、社内の人のことで知らせがあったことだけを伝えます。連絡がないときは、ご自身から連絡してください。
受付には知らせていません。
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
(窓口を控えてください。この画面を閉じると、このアカウントには何も残りません。)\
""")
    assert screen("shared passed on, safe") == snapshot("""\
<<報告についてお知らせがあります>>
押し間違いだったと伝えました。気にしなくて大丈夫です。
窓口：新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)
(受付番号（K-2026-0042）を控えてください。この表示は、しばらくすると消えます。そのあとは、電話で聞いてください。)
  [!いま危ない triage.danger.now]\
""")


def test_the_head_once_answered() -> None:
    """The head shows the answer, a way to change it, and that nobody else sees this yet."""
    assert screen("head answered") == snapshot("""\
<<質問が届いています>>
# 報告の受付
今、危ない状況ですか？
*危険はない*
[変える triage.back.danger]
  [報告をやめる triage.cancel]
(「…知らせる」のボタンを押すまで、ほかの社員には見えません。途中でやめた報告は、30日後に記録から消えます。)\
""")


def test_what_happened() -> None:
    """The acts are ticked in three groups, and one press tells the desk."""
    assert screen("question acts open full") == snapshot("""\
<<質問が届いています>>
<@U0STAFF1> *何がありましたか？（いくつでも）*
(近いものだけで大丈夫です。分からないときは、選ばずに進めます。)
*危険*
  {checkboxes triage.acts}
*言葉・態度*
  {checkboxes triage.acts}
*要求・しつこさ*
  {checkboxes triage.acts}
  [*これで知らせる triage.acts.done]
  [店ではなく本社に知らせる triage.wishes.keep_from_branch]
  [あとで triage.later]
(知らせるまで、あと2問)\
""")


def test_the_alarm() -> None:
    """Leave, call 110, call people: numbers and names, and how to say that it is over."""
    assert screen("alarm") == snapshot("""\
<<至急：今すぐ開いてください>>
# その場を離れてください
1. その場を離れる
2. *110番*
3. 近くの人を呼ぶ
知らせた先：新宿店の受付、本社
新宿店 電話 03-0000-0000
当番：<@U0SUP1>、<@U0SUP2>（名前を押すと連絡できます）
(記録はあとで大丈夫です。)
  [安全になった triage.safe]
  [押し間違い triage.mistake]\
""")


def test_nobody_yet() -> None:
    """Who waits is told so, and not to wait."""
    assert screen("nobody yet bare") == snapshot("""\
<<至急：今すぐ開いてください>>
*待たずに110番を。*
まだ誰も応答していません。\
""")


def test_a_report_that_reached_people_instead_of_a_desk() -> None:
    """Who has it, that the desk has not, and whom to ring."""
    assert screen("advice in person") == snapshot("""\
<<報告についてお知らせがあります>>
*<@U0SUP1>に、直接のメッセージで知らせました。*（K-2026-0042）
新宿店の受付には届きませんでした。
急ぐときの電話：新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)\
""")


def test_a_report_that_reached_hq_instead_of_a_desk() -> None:
    """Not the branch but HQ is named, and that the branch has got nothing."""
    assert screen("advice HQ instead") == snapshot("""\
<<報告についてお知らせがあります>>
*本社に知らせました。*（K-2026-0042）
新宿店の受付には届きませんでした。
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)\
""")


def test_a_report_that_reached_nobody() -> None:
    """Nothing is claimed."""
    assert screen("advice nobody, phone") == snapshot("""\
<<報告についてお知らせがあります>>
*まだ誰にも届いていません。*（K-2026-0042）
新宿店の受付には届きませんでした。
急ぐときの電話：新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)\
""")
    assert screen("advice nobody") == snapshot("""\
<<報告についてお知らせがあります>>
*まだ誰にも届いていません。*（K-2026-0042）
新宿店の受付には届きませんでした。
電話か口頭で、上司か本社に知らせてください。
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)\
""")
    assert screen("advice late") == snapshot("""\
<<報告についてお知らせがあります>>
*新宿店の受付に知らせています。*（K-2026-0042）まだ届いていません。
急ぐときの電話：新宿店
(知らせてくださり、ありがとうございます。相談や報告を理由に、評価を下げるなどの不利益な扱いをすることは、法律で禁じられています。)\
""")


def test_a_talk_alone() -> None:
    """Where the chosen person can be reached; without a shop to ring, no number."""
    assert screen("talk receipt") == snapshot("""\
<<報告についてお知らせがあります>>
*<@U0SUP1> に伝えました。*
名前も伝えました。連絡がないときは、ご自身から連絡してください。
新宿店 電話 新宿店
(報告にはなっていません。)\
""")
    assert screen("talk receipt unnamed") == snapshot("""\
<<報告についてお知らせがあります>>
*<@U0SUP1> に伝えました。*
名前は伝えていません。話せるときに、ご自身から連絡してください。
(報告は、このまま続いています。)\
""")


def test_relief_that_nobody_gives() -> None:
    """Who was asked besides, whom to ring, and not to wait in danger."""
    assert screen("relief unanswered usual") == snapshot("""\
<<報告についてお知らせがあります>>
急ぐときの電話：新宿店
まだ誰も応答していません。
本社にも知らせました。
危ないときは、待たずに110番を。\
""")
    assert screen("relief unanswered taken") == snapshot("""\
<<報告についてお知らせがあります>>
<@U0SUP1> が応答しました。\
""")


def test_relief_that_others_give() -> None:
    """The desk reads only that there is nothing to do."""
    assert screen("relief page moved") == snapshot("""\
<<受付に動きがあります>>
この依頼は、ほかで引き受けます。ここでの対応は要りません。\
""")


def test_the_desks_card() -> None:
    """The card shows at one glance how grave it is, what is proposed and why, and what is open."""
    assert screen("card usual") == snapshot("""\
<<新しい受付があります>>
# K-2026-0042【仮】 新宿店
*侮辱・人格の否定（馬鹿・死ね など）、長時間の電話・対面*
入居者
重さ：中程度
提案：*カスハラに当たる*（決めるのは受付の担当者）
・一度でも許されない言動（侮辱・差別・性的な言動・個人をさらす投稿のいずれか）です。
報告：<@U0STAFF1>
希望：担当を替えてほしい
(まだ分からないこと：言われた言葉、日時)
(支障あり / 証拠 2 件 / 11月21日(土) 14:05 受付 / 答えが増えると、この表示も変わります。)
まだ誰も受け持っていません
  [*受ける case.take]
  [記録を見る case.record]\
""")


def test_a_ringing_card() -> None:
    """A ringing card calls the people on call."""
    assert screen("card ringing, nobody on call") == snapshot("""\
<<至急：今すぐ開いてください>>
# K-2026-0042【仮】 新宿店
*「いま危ない」と知らせがありました。*
すぐに店か本人に電話するか、二人で現場へ向かってください。
場所：訪問先 / 「新宿店」
*侮辱・人格の否定（馬鹿・死ね など）、長時間の電話・対面*
入居者
重さ：中程度
提案：*カスハラに当たる*（決めるのは受付の担当者）
・一度でも許されない言動（侮辱・差別・性的な言動・個人をさらす投稿のいずれか）です。
報告：<@U0STAFF1>
希望：担当を替えてほしい
(まだ分からないこと：言われた言葉、日時)
(支障あり / 証拠 2 件 / 11月21日(土) 14:05 受付 / 答えが増えると、この表示も変わります。)
まだ誰も受け持っていません
  [*受ける case.take]
  [記録を見る case.record]\
""")


def test_a_card_passed_on() -> None:
    """What a colleague did is passed on, with nothing to open."""
    assert screen("card ended passed_on") == snapshot("""\
<<受付に動きがあります>>
# K-2026-0042
この受付は、ここでは扱わないことになりました。対応は要りません。\
""")


def test_a_page() -> None:
    """A page says who, where, whom to ring, in the order of use."""
    assert screen("page danger") == snapshot("""\
<<至急：今すぐ開いてください>>
# 至急
<@U0SUP1>、<@U0SUP2>
*「いま危ない」と知らせがありました。*
新宿店 電話 03-0000-0000
報告：<@U0STAFF1>
場所：店舗
まず店に、出ないときは本人に電話してください。危険なら110番を。向かうときは二人で。
受付番号：K-2026-0042
  [*受ける case.take]\
""")


def test_withdrawing() -> None:
    """Who withdraws is told what the company keeps nevertheless."""
    assert screen("ended withdrawn True") == snapshot("""\
<<報告についてお知らせがあります>>
*報告を取り下げました。*
質問はここまでです。届いた内容と取り下げの記録は、会社の決まりに沿って残ります。\
""")


def test_stopping_before_the_desk_knew() -> None:
    """Who stops a report reads that it was stopped: nothing had been there to withdraw."""
    assert screen("ended withdrawn False") == snapshot("""\
<<報告についてお知らせがあります>>
*報告をやめました。*
受付には届いていません。会社の記録からは30日後に消えます。この会話に自分で書いたものや送ったファイルは、ご自身で消してください。\
""")


@pytest.mark.parametrize("told", [False, True])
def test_the_way_out_asks_with_its_own_verb(told: bool) -> None:
    """Stopping is confirmed with stopping, withdrawing with withdrawing."""
    way_out = cancel_button(CASE, T, told=told)
    asked = way_out["confirm"]
    verb = "取り下げ" if told else "やめ"
    parts = (way_out["text"], asked["title"], asked["confirm"])
    assert all(verb in part["text"] for part in parts)


def test_relief_is_said_in_one_way() -> None:
    """Whoever comes takes over: not the case, and not from somewhere."""
    assert screen("taken relief") == snapshot("""\
<<報告についてお知らせがあります>>
<@U0SUP1> が代わります。\
""")
    assert "<@U0SUP1> が代わります。" in screen("relief receipt")


def test_an_alarm_pressed_by_mistake_weighs_nothing() -> None:
    """Where nothing else is known, the card says that it was a mistake and judges nothing."""
    shown = screen("card mistake, nothing known")
    assert "押し間違い" in shown
    assert not [word for word in ("重さ", "提案", "急ぎ") if word in shown]


def test_withdrawing_while_it_rings() -> None:
    """Who withdraws while people are called is asked whether it is over."""
    assert screen("ended withdrawn, ringing") == snapshot("""\
<<報告についてお知らせがあります>>
*報告を取り下げました。*
質問はここまでです。届いた内容と取り下げの記録は、会社の決まりに沿って残ります。
*呼び出しは続いています。*
もう危なくないときは、下のボタンで知らせてください。
  [安全になった triage.safe]
  [押し間違い triage.mistake]\
""")


def test_a_page_of_a_withdrawn_report_that_rings() -> None:
    """Withdrawn is not safe: who, where and the button stay."""
    assert screen("page withdrawn") == snapshot("""\
<<至急：今すぐ開いてください>>
# 至急
<@U0SUP1>、<@U0SUP2>
*「いま危ない」と知らせがありました。*
報告は取り下げられました。危険が去ったという知らせは、まだありません。
新宿店 電話 03-0000-0000
報告：<@U0STAFF1>
場所：店舗
まず店に、出ないときは本人に電話してください。危険なら110番を。向かうときは二人で。
受付番号：K-2026-0042
  [*受ける case.take]\
""")


def test_a_page_once_it_is_over() -> None:
    """Since when it is safe, and who came."""
    assert screen("page safe") == snapshot("""\
<<受付に動きがあります>>
「安全になった」と知らせがありました（11月21日(土) 14:05）。
<@U0SUP1> が応答しました。
受付番号：K-2026-0042
  [記録を見る case.record]\
""")


def test_reporting_for_somebody_else() -> None:
    """The head says so, with the way back beside it."""
    assert screen("head for other") == snapshot("""\
<<質問が届いています>>
# 報告の受付
*今、危ない状況ですか？*
  [!いま危ない triage.danger.now]
  [けが・危害の予告 triage.danger.past]
  [危険はない triage.danger.none]
  [わからない triage.danger.unknown]
ほかの人のことを、代わりに報告しています。
[自分のことに戻す triage.reported_as.self]
  [交代してほしい triage.relief]
  [相談だけ triage.consult]
(「いま危ない」か「交代してほしい」を押すと、お名前がすぐに受付や当番に届きます。)
(「…知らせる」のボタンを押すまで、ほかの社員には見えません。途中でやめた報告は、30日後に記録から消えます。)\
""")


def test_a_first_question_left_behind() -> None:
    """It says what is kept, that nothing changed, and where it goes on."""
    assert screen("receipt left behind") == snapshot("""\
<<報告についてお知らせがあります>>
この質問には、もう答えがあります：*危険はない*。いま押したことでは、何も変わっていません。
(続きは、ボットとのダイレクトメッセージの、報告のスレッドにあります。
ほかの人には見えません。)\
""")
