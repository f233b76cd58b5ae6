"""Kinds of papers and their number series (domain.md §8.1, §8.2; GB/T 9704-2012)."""

from dataclasses import dataclass

from django.utils.functional import Promise

from workflows.policy import bilingual

Text = str | Promise


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. `series`: the word after the district's own in the number (信 → 秦妇信〔2026〕12号)."""

    code: str
    title: Text
    series: str
    anchor: str = ""


KINDS: dict[str, PaperKind] = {
    one.code: one
    for one in (
        PaperKind("registration", bilingual("信访事项登记表", "Registration form"), "登"),
        PaperKind("interview_record", bilingual("接谈（电话）记录", "Record of the interview"), "记"),
        PaperKind("acceptance", bilingual("信访事项受理告知书", "Notice of acceptance"), "信"),
        PaperKind("not_accepted", bilingual("信访事项不予受理告知书", "Notice of non-acceptance"), "信"),
        PaperKind("transfer", bilingual("信访事项转送函", "Transfer letter"), "函"),
        PaperKind("assign_out", bilingual("信访事项交办函", "Assignment letter"), "函"),
        PaperKind("objection_return", bilingual("信访事项异议退回函", "Letter of objection and return"), "函"),
        PaperKind("remind", bilingual("催办通知", "Reminder"), "督"),
        PaperKind("press", bilingual("督办通知书", "Notice of supervision"), "督"),
        PaperKind("extension", bilingual("延长办理期限告知书", "Notice of extension"), "信"),
        PaperKind("opinion", bilingual("信访事项处理意见书", "Opinion on the petition"), "信"),
        PaperKind("review_opinion", bilingual("信访事项复查意见书", "Opinion of the review"), "信"),
        PaperKind("re_review_opinion", bilingual("信访事项复核意见书", "Opinion of the re-review"), "信"),
        PaperKind("service_record", bilingual("送达回证", "Record of service"), "送"),
        PaperKind("mediation_application", bilingual("人民调解申请书", "Application for mediation"), "调"),
        PaperKind("mediation_rights", bilingual("人民调解权利义务告知书", "Rights and duties in mediation"), "调"),
        PaperKind("mediation_record", bilingual("人民调解记录", "Mediation record"), "调"),
        PaperKind("mediation_agreement", bilingual("人民调解协议书", "Mediation agreement"), "调"),
        PaperKind("oral_agreement", bilingual("人民调解口头协议登记表", "Record of an oral agreement"), "调"),
        PaperKind("mediation_end", bilingual("终止人民调解通知书", "Notice of the end of mediation"), "调"),
        PaperKind("judicial_confirmation", bilingual("司法确认申请书", "Application for judicial confirmation"), "调"),
        PaperKind("file_index", bilingual("卷内目录", "Index of the file"), "卷"),
        PaperKind("file_cover", bilingual("卷宗封面", "Cover of the file"), "卷"),
        PaperKind("closing_report", bilingual("结案报告表", "Closing report"), "结"),
        PaperKind("mandatory_report", bilingual("强制报告单", "Mandatory report"), "报"),
        PaperKind("police_record", bilingual("报警记录单", "Record of the police call"), "报"),
        PaperKind("risk_assessment", bilingual("家庭暴力危险评估表", "Risk assessment"), "评"),
        PaperKind("safety_plan", bilingual("安全计划", "Safety plan"), "安"),
        PaperKind("order_will", bilingual("代为申请人身安全保护令意愿书", "Declaration of will for a protection order"), "委"),
        PaperKind("order_application", bilingual("人身安全保护令申请书", "Application for a protection order"), "申"),
        PaperKind("help_record", bilingual("求助记录证明", "Certificate of the record of help"), "证"),
        PaperKind("urge_opinion", bilingual("督促处理意见书", "Opinion urging action"), "督"),
        PaperKind("prosecutor_clue", bilingual("公益诉讼线索移送函", "Transfer of a public-interest clue"), "函"),
        PaperKind("legal_aid_referral", bilingual("法律援助转介函", "Referral to legal aid"), "函"),
        PaperKind("aid_referral", bilingual("帮扶转介单", "Referral for help"), "帮"),
        PaperKind("follow_up_record", bilingual("回访记录", "Follow-up record"), "访"),
        PaperKind("consent_notice", bilingual("个人信息处理告知同意书", "Notice and consent on personal information"), "告"),
    )
}
