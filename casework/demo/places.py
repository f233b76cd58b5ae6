"""The demo district: 秦淮区 and its 12 streets under their statistical division codes; the communities are examples.

The codes below the streets follow the form of the national ones but are ours: a real installation imports its own list.
"""

DISTRICT = ("320104", "秦淮区", "Qinhuai District")

STREETS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "320104001": (
        "秦虹街道",
        "Qinhong",
        (("扇骨里社区", "Shanguli"), ("龙苑社区", "Longyuan"), ("秦虹南路社区", "Qinhong South Road")),
    ),
    "320104002": (
        "夫子庙街道",
        "Fuzimiao",
        (("贡院社区", "Gongyuan"), ("白鹭洲社区", "Bailuzhou"), ("大石坝街社区", "Dashiba Street")),
    ),
    "320104004": (
        "双塘街道",
        "Shuangtang",
        (("高岗里社区", "Gaogangli"), ("饮马桥社区", "Yinmaqiao"), ("水西门社区", "Shuiximen")),
    ),
    "320104006": (
        "中华门街道",
        "Zhonghuamen",
        (("心腹桥社区", "Xinfuqiao"), ("晨光社区", "Chenguang"), ("雨花路社区", "Yuhua Road")),
    ),
    "320104007": (
        "红花街道",
        "Honghua",
        (("夹岗社区", "Jiagang"), ("翁家营社区", "Wengjiaying"), ("应天东街社区", "Yingtian East Street")),
    ),
    "320104008": (
        "洪武路街道",
        "Hongwu Road",
        (("羊皮巷社区", "Yangpixiang"), ("程阁老巷社区", "Chenggelaoxiang"), ("火瓦巷社区", "Huowaxiang")),
    ),
    "320104009": (
        "五老村街道",
        "Wulaocun",
        (("树德里社区", "Shudeli"), ("三条巷社区", "Santiaoxiang"), ("淮海路社区", "Huaihai Road")),
    ),
    "320104010": (
        "大光路街道",
        "Daguang Road",
        (("尚书巷社区", "Shangshuxiang"), ("御河社区", "Yuhe"), ("蓝旗新村社区", "Lanqi")),
    ),
    "320104011": (
        "瑞金路街道",
        "Ruijin Road",
        (("西华巷社区", "Xihuaxiang"), ("标营社区", "Biaoying"), ("解放南路社区", "Jiefang South Road")),
    ),
    "320104012": (
        "月牙湖街道",
        "Yueyahu",
        (("月牙湖社区", "Yueyahu"), ("后标营社区", "Houbiaoying"), ("卫桥社区", "Weiqiao")),
    ),
    "320104013": (
        "光华路街道",
        "Guanghua Road",
        (("石门坎社区", "Shimenkan"), ("海福巷社区", "Haifuxiang"), ("光华东街社区", "Guanghua East Street")),
    ),
    "320104014": (
        "朝天宫街道",
        "Chaotiangong",
        (("王府园社区", "Wangfuyuan"), ("冶山社区", "Yeshan"), ("绒庄街社区", "Rongzhuang Street")),
    ),
}


def units() -> list[tuple[str, str, str]]:
    """(code, name, name in English) of every unit, the district first."""
    found = [DISTRICT]
    for code, (name, english, communities) in STREETS.items():
        found.append((code, name, f"{english} Street"))
        for number, (community, romanised) in enumerate(communities, start=1):
            found.append((f"{code}{number:03d}", community, f"{romanised} Community"))
    return found
