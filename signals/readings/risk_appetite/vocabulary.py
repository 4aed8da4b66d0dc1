"""What the risk-appetite reading says, by name and unit."""

from __future__ import annotations

from signals.facts import FactSpec

INDICES = {
    "us.ixic": ("index.IXIC", "Nasdaq Composite", "纳斯达克综合指数"),
    "us.spx": ("index.SPX", "S&P 500", "标普500指数"),
    "hk.hstech": ("index.HSTECH", "Hang Seng TECH", "恒生科技指数"),
    "hk.hsi": ("index.HSI", "Hang Seng Index", "恒生指数"),
}
"""Fact prefix: series, English name, Chinese name. The prefix names the market."""


def _of_index(prefix: str, en: str, zh: str) -> tuple[FactSpec, ...]:
    return (
        FactSpec(
            pattern=f"{prefix}.off_52w_high",
            unit="pct",
            en=f"{en}: close against its highest close of 52 weeks",
            zh=f"{zh}较52周最高收盘",
        ),
        FactSpec(
            pattern=f"{prefix}.off_high_since_{{year}}",
            unit="pct",
            en=f"{en}: close against its highest close since 1 January of that year",
            zh=f"{zh}较该年1月1日以来最高收盘",
        ),
        FactSpec(
            pattern=f"{prefix}.vs_40w_average",
            unit="pct",
            en=f"{en}: close against the mean of 40 weekly closes",
            zh=f"{zh}较40周均线",
        ),
    )


FACTS: tuple[FactSpec, ...] = (
    *(spec for prefix, (_, en, zh) in INDICES.items() for spec in _of_index(prefix, en, zh)),
    FactSpec(pattern="us.vix", unit="pts", en="VIX, close", zh="VIX收盘"),
    FactSpec(
        pattern="hk.hstech.vs_hsi_13w",
        unit="pct",
        en="Hang Seng TECH relative to the Hang Seng over 13 weeks, (1+r)/(1+b)-1",
        zh="恒生科技指数13周相对恒生指数",
    ),
)
