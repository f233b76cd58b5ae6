"""How persons are shown where anybody may read (公示): enough for a neighbour to object, not enough to find somebody."""


def masked_name(name: str) -> str:
    """王秀兰 → 王*兰, 王芳 → 王*, Anna Smith → A*h; nothing of a name of one character but the mark."""
    kept = "".join(name.split())
    if len(kept) <= 1:
        return "*"
    return kept[0] + "*" if len(kept) == 2 else f"{kept[0]}*{kept[-1]}"
