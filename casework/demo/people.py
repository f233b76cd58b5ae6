"""The demo cast: about sixty invented people over all levels. Any likeness to real persons is chance."""

from casework.demo.places import DISTRICT, STREETS

HOME_STREET = "320104002"
HOME_COMMUNITY = "320104002001"

ACCOUNTS = (  # user name, full name, role, unit: these six sign in with the password of the demo
    ("operator", "周敏", "operator", DISTRICT[0]),
    ("mediator", "陈立群", "mediator", HOME_COMMUNITY),
    ("street", "孙建华", "street", HOME_STREET),
    ("district", "方宁", "district", DISTRICT[0]),
    ("supervisor", "陆明珍", "supervisor", DISTRICT[0]),
    ("admin", "安平", "admin", DISTRICT[0]),
)

NAMES = (  # noqa: SIM905  (sixty names read better as text)
    "高静 何佩兰 罗晓梅 梁玉萍 宋秋月 唐慧君 许婉清 韩素芬 冯丽娜 邓春燕 曹雪莹 彭玉莲 "
    "曾文静 萧红霞 田秀英 董月琴 潘小芳 袁爱华 蔡淑珍 蒋美玲 余桂香 于海燕 杜冬梅 叶青青 "
    "程雅琴 魏金凤 苏巧云 吕翠兰 丁文娟 沈若华 任桂芝 姚丽萍 卢凤仪 傅晓燕 钟玉兰 姜春华 "
    "崔玉洁 谭静怡 廖秀珍 范美华 汪兰芳 陆雪梅 金巧玲 石慧敏 戴玉珍 贾月娥 韦小兰 夏云芳 "
    "邱丽君 方秀琴 侯爱萍 邹文英 熊素梅 孟玉华 秦淑芳 白晓慧 江桂英 阎秋菊 薛丽华 尹红梅 "
    "段雅芳 雷春兰 黎静芳 史玉芬 "
).split()


def cast() -> list[tuple[str, str, str, str]]:
    """(user name, full name, role, unit) of everybody; the six accounts first."""
    posts = [("operator", DISTRICT[0]), ("district", DISTRICT[0]), ("district", DISTRICT[0])]
    posts += [("mediator", DISTRICT[0]), ("supervisor", DISTRICT[0])]
    posts += [("street", street) for street in STREETS if street != HOME_STREET]
    posts += [("mediator", street) for street in list(STREETS)[:4]]
    posts += [("supervisor", street) for street in list(STREETS)[:4]]
    posts += [("mediator", HOME_COMMUNITY), ("cadre", HOME_COMMUNITY)]
    for street, (_name, _english, communities) in STREETS.items():
        for number in range(1, len(communities) + 1):
            unit = f"{street}{number:03d}"
            if unit != HOME_COMMUNITY:
                posts.append(("cadre" if number == 2 else "mediator", unit))
    named = enumerate(zip(NAMES, posts, strict=False), start=1)
    return [*ACCOUNTS, *((f"p{number:02d}", name, role, unit) for number, (name, (role, unit)) in named)]
