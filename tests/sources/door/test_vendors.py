"""The files of vendors as their customers have them on disk.

Headers and quirks as the vendors write them; figures of 14 to 16 February 2024 as published:
Hang Seng 15,944.63 and 16,339.96, Hang Seng TECH 3,342.73, CPI-U 306.746 and 308.417,
30-day fed funds of March 2024 settling at 94.6775.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections.abc import Callable

import openpyxl
import pytest

from signals.data.entrance import door
from sources.door import Answers, Reading
from sources.door.files.sheets import Incoming

D = dt.date


def read(name: str, content: str | bytes, **answers: object) -> Reading:
    body = content.encode() if isinstance(content, str) else content
    return door().read(Incoming(name=name, content=body), Answers(**answers))  # type: ignore[arg-type]


def rows(reading: Reading) -> list[tuple[object, ...]]:
    return [(row.series, row.period, row.value) for row in reading.observations]


HSI = [("index.HSI", D(2024, 2, 15), 15944.63), ("index.HSI", D(2024, 2, 16), 16339.96)]
ZQ = ("futures.ZQH24.settlement", D(2024, 2, 16), 94.6775)
LAST = ("futures.ZQH24.last", D(2024, 2, 16), 94.6775)

CLOSES: list[tuple[str, str, str, dict[str, object]]] = [
    ("yahoo", "^HSI.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-02-15,1.5,2,1,15944.63,15944.63,9\n2024-02-16,1,2,1,16339.96,16339.96,9\n", {}),
    ("yahoo", "^HSI (1).csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-02-14,null,null,null,null,null,null\n2024-02-15,1,2,1,15944.63,15944.63,9\n2024-02-16,1,2,1,16339.96,16339.96,9\n", {}),
    ("yahoo", "ticker.csv", "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n2024-02-15 00:00:00+08:00,1,2,1,15944.63,9,0.0,0.0\n2024-02-16 00:00:00+08:00,1,2,1,16339.96,9,0.0,0.0\n", {"series": "index.HSI"}),
    ("stacked", "frame.csv", "Price,Close,High,Low,Open,Volume\nTicker,^HSI,^HSI,^HSI,^HSI,^HSI\nDate,,,,,\n2024-02-15,15944.63,2,1,1,9\n2024-02-16,16339.96,2,1,1,9\n", {}),
    ("stacked", "old_frame.csv", "Price,Adj Close,Close\nTicker,^HSI,^HSI\nDate,,\n2024-02-15,1.0,15944.63\n2024-02-16,1.0,16339.96\n", {}),
    ("stacked", "by_ticker.csv", "Ticker,^HSI,^HSI\nPrice,Open,Close\nDate,,\n2024-02-15,1.0,15944.63\n2024-02-16,1.0,16339.96\n", {}),
    ("stacked", "reader.csv", "Attributes,Close,Close\nSymbols,^HSI,0700.HK\nDate,,\n2024-02-15,15944.63,290\n2024-02-16,16339.96,291\n", {}),
    ("stacked", "bloomberg.csv", ",HSI Index\nDates,PX_LAST\n15/02/2024,15944.63\n16/02/2024,16339.96\n", {}),
    ("stacked", "bdh.csv", "HSI Index,,XYZ Index,\nDate,PX_LAST,Date,PX_LAST\n2024-02-15,15944.63,2024-02-14,3.5\n2024-02-16,16339.96,2024-02-15,3.6\n", {}),
    ("closes", "stooq.csv", "Date,Open,High,Low,Close,Volume\n2024-02-15,1,2,1,15944.63,9\n2024-02-16,1,2,1,16339.96,9\n", {"series": "^HSI"}),
    ("closes", "^hsi_d.csv", "Date,Open,High,Low,Close,Volume\n2024-02-15,1,2,1,15944.63,9\n2024-02-16,1,2,1,16339.96,9\n", {}),
    ("stooq_pl", "^hsi_d.csv", "Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen\n2024-02-15,1,2,1,15944.63,9\n2024-02-16,1,2,1,16339.96,9\n", {}),
    ("stooq_bulk", "data.txt", "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n^HSI,D,20240215,000000,1,2,1,15944.63,9,0\n^HSI,D,20240216,000000,1,2,1,16339.96,9,0\n", {}),
    ("investing", "Hang Seng Historical Data.csv", '\ufeff"Date","Price","Open","High","Low","Vol.","Change %"\n"02/16/2024","16,339.96","16,087.74","16,381.48","16,073.41","2.50B","2.48%"\n"02/15/2024","15,944.63","15,920.51","15,988.05","15,795.50","1.80B","0.41%"\n', {}),
    ("investing", "Hang Seng Historical Data.csv", '"Date","Price","Open","High","Low","Vol.","Change %"\n"Feb 16, 2024","16,339.96","16,087.74","1","1","2.50B","2.48%"\n"Feb 15, 2024","15,944.63","15,920.51","1","1","1.80B","0.41%"\n', {}),
    ("investing_zh", "恒生指数历史数据.csv", '"日期","收盘","开盘","高","低","交易量","涨跌幅"\n"2024-2-16","16,339.96","16,087.74","16,381.48","16,073.41","2.50B","2.48%"\n"2024-2-15","15,944.63","15,920.51","15,988.05","15,795.50","1.80B","0.41%"\n', {}),
    ("investing_zh", "x.csv", '"日期","收盘","开盘","高","低","交易量","涨跌幅"\n"2024年2月16日","16,339.96","1","1","1","2.50B","2.48%"\n"2024年2月15日","15,944.63","1","1","1","1.80B","0.41%"\n', {"series": "index.HSI"}),
    ("barchart_history", "$hsi_daily_historical-data-download-02-16-2024.csv", 'Time,Open,High,Low,Latest,Change,%Change,Volume\n02/16/2024,1,2,1,16339.96,395.33,+2.48%,0\n02/15/2024,1,2,1,15944.63,65.25,+0.41%,0\n"Downloaded from Barchart.com as of 02-16-2024 05:23pm CST"\n', {"series": "index.HSI"}),
    ("sheet_of_names", "px.csv", "Ticker;Date;PX_LAST\nHSI Index;15/02/2024;15944,63\nHSI Index;16/02/2024;16339,96\n", {}),
    ("sheet_of_names", "wind.csv", '代码,名称,日期,开盘价(点),收盘价(点)\nHSI.HI,恒生指数,2024-02-15,1,"15,944.63"\nHSI.HI,恒生指数,2024-02-16,1,"16,339.96"\n,,,,\n数据来源：Wind,,,,\n', {}),
    ("closes", "sina.csv", ",date,open,high,low,close,volume,amount\n0,2024-02-15,1,2,1,15944.63,9,9\n1,2024-02-16,1,2,1,16339.96,9,9\n", {"series": "index.HSI"}),
    ("sheet_of_names", "em.csv", "日期,代码,名称,今开,最新价,最高,最低,振幅\n2024-02-15,HSI,恒生指数,1,15944.63,1,1,0.4\n2024-02-16,HSI,恒生指数,1,16339.96,1,1,0.4\n", {}),
    ("closes", "de.csv", "Datum;Zuletzt;Eröffn.;Vol.\n15.02.2024;15.944,63;1;2\n16.02.2024;16.339,96;1;2\n", {"series": "index.HSI"}),
    ("closes", "bdh.csv", "Security,HSI Index\nStart Date,2024-02-15\nEnd Date,2024-02-16\nPeriod,D\n,\nDate,PX_LAST\n2/15/2024,15944.63\n2/16/2024,16339.96\n", {}),
    ("stacked", "wind.csv", 'HSI.HI,\n日期,收盘价(元)\n20240215,"15,944.63"\n20240216,"16,339.96"\n数据来源：Wind,\n', {}),
    ("yahoo", "copied.csv", 'Date,Open,High,Low,Close*,Adj Close**,Volume\n"Feb 15, 2024",1,2,1,"15,944.63","15,944.63",9\n"Feb 16, 2024",1,2,1,"16,339.96","16,339.96",9\n', {"series": "^HSI"}),
    ("wide", "bbg.csv", "Date,HSI Index PX_LAST\n2024-02-15,15944.63\n2024-02-16,16339.96\n", {}),
    ("closes", "zh.csv", "日期，收盘价\n2024-02-15，15944.63\n2024-02-16，16339.96\n", {"series": "恒生指数"}),
    ("wide", "mine.csv", "date,HK\n2024-02-15,15944.63\n2024-02-16,16339.96\n", {"series": "index.HSI"}),
    ("wide", "mine.tsv", "Date\tHSI.HI\tnotes\n2024-02-15\t15944.63\tx\n2024-02-16\t16339.96\ty\n", {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "name", "content", "answers"), CLOSES, ids=[f"{c[0]}-{c[1]}" for c in CLOSES]
)
def test_closes_of_the_hang_seng_read_alike_from_every_vendor(
    layout: str, name: str, content: str, answers: dict[str, object]
) -> None:
    reading = read(name, content, **answers)
    assert reading.layout.id == layout
    assert sorted(rows(reading)) == HSI
    assert all(row.released_at == row.period and row.exact for row in reading.observations)


FUTURES: list[tuple[str, str, str, dict[str, object], tuple[object, ...]]] = [
    ("barchart_contracts", "all.csv", "Contract,Latest,Change,Open,High,Low,Previous,Volume,Open Int,Time\nZQY00 (Cash),94.67s,0,1,1,1,1,0,0,02/16/24\n\"ZQH24 (Mar '24)\",94.6775s,-0.0050,1,1,1,1,9,9,02/16/24\n\"Downloaded from Barchart.com as of 02-16-2024 05:23pm CST\"\n", {}, ZQ),
    ("barchart_contracts", "all.csv", "Contract,Last,Change,Open,High,Low,Previous,Volume,Open Int,Time\n\"ZQH24 (Mar '24)\",94.6775,-0.0050,1,1,1,1,9,9,14:55 CT\n", {"on": D(2024, 2, 16)}, LAST),
    ("barchart_history", "zqh24_price-history-02-16-2024.csv", 'Time,Open,High,Low,Last,Change,%Chg,Volume,"Open Int"\n02/16/2024,94.68,94.685,94.6725,94.6775,-0.005,-0.01%,9,9\n"Downloaded from Barchart.com as of 02-16-2024 05:23pm CST"\n', {"kind": "settlement"}, ZQ),
    ("cme_settlements", "cme.csv", "Settlements as of Friday, 16 Feb 2024 Final\n\nMonth,Open,High,Low,Last,Change,Settle,Est. Volume,Prior Day OI\nMAR 24,94.6825,94.6850A,94.6725B,94.6775,-.0050,94.6775,90123,415000\nTotal,,,,,,,90123,415000\n", {}, ZQ),
    ("cme_eod", "eod.csv", "Trade Date,Exchange Code,Asset Class,Product Code,Clearing Code,Product Description,Product Type,Put/Call,Strike Price,Contract Year,Contract Month,Contract Day,Settlement,Open Interest\n20240216,XCBT,IR,ZQ,41,30 DAY FED FUNDS,FUT,,,2024,3,,94.6775,415000\n20240216,XCBT,IR,OZQ,41,OPTION,OOF,C,95,2024,3,,0.1,1\n20240216,XCBT,AG,ZC,C,CORN,FUT,,,2024,3,,416.5,1\n", {}, ZQ),
    ("cme_settle_file", "cbt.settle.20240216.s.csv", '"BizDt","Sym","ID","StrkPx","SecTyp","MMY","MatDt","PutCall","SettlePrice"\n"2024-02-16","41","41","","FUT","202403","2024-03-28","","94.6775"\n"2024-02-16","41","41","95.0","OOF","202403","2024-03-28","1","0.1"\n', {}, ZQ),
    ("cme_settlements", "cme.csv", "Trade Date: 02/16/2024\nMonth,Open,High,Low,Last,Change,Settle,Est. Volume,Prior Day OI\nMAR 24,-,-,-,-,UNCH,94.6775,0,0\nAPR 24,-,-,-,-,UNCH,-,0,0\n", {}, ZQ),
    ("cme_eod", "eod.csv", "Trade Date,Symbol,Contract Year,Contract Month,Settlement\n2024-02-16,ZQ,24,MAR,94.6775\n", {}, ZQ),
    ("closes", "tv.csv", "time,open,high,low,close\n1708041600,94.68,94.68,94.67,94.6775\n", {"series": "ZQH2024", "kind": "last"}, LAST),
    ("cme_eod_month", "eod.csv", "Trade Date,Product Code,Contract Month,Settlement\n02/16/2024,ZQ,202403,94.6775\n", {}, ZQ),
    ("databento", "glbx.csv", "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n2024-02-16T00:00:00.000000000Z,35,1,1,94.68,94.685,94.6725,94.6775,9,ZQH4\n2024-02-16T00:00:00.000000000Z,35,1,2,0.01,0.01,0.01,-0.0125,9,ZQH4-ZQJ4\n", {}, LAST),
    ("databento", "raw.csv", "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n1708041600000000000,35,1,1,94680000000,94685000000,94672500000,94677500000,9,ZQH4\n", {}, LAST),
    ("sheet_of_names", "bbg.csv", "Ticker;Date;PX_LAST\nFFH4 Comdty;16/02/2024;94,6775\n", {"kind": "last"}, LAST),
    ("sheet_of_names", "bbg.csv", "Ticker,Date,PX_SETTLE\nFFH4 Comdty,16/02/2024,94.6775\n", {}, ZQ),
    ("stacked", "frame.csv", "Price,Close,Open\nTicker,ZQH24.CBT,ZQH24.CBT\nDate,,\n2024-02-16,94.6775,94.68\n", {"kind": "last"}, LAST),
    ("yahoo", "ZQH24.CBT.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-02-16,94.68,94.685,94.6725,94.6775,94.6775,9\n", {"kind": "last"}, LAST),
    ("closes", "mine.csv", "日期,结算价\n2024-02-16,94.6775\n", {"series": "ZQH24"}, ZQ),
    ("wide", "wide.csv", ",ZQH24,ZQH34\n2024-02-16,94.6775,\n", {"kind": "last"}, LAST),
    ("sheet_of_names", "tv.csv", "time,symbol,close\n2024-02-16,CBOT:ZQH2024,94.6775\n", {"kind": "last"}, LAST),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "name", "content", "answers", "expected"), FUTURES, ids=[f"{c[0]}-{c[1]}" for c in FUTURES]
)
def test_a_price_of_march_reads_alike_from_every_vendor(
    layout: str, name: str, content: str, answers: dict[str, object], expected: tuple[object, ...]
) -> None:
    reading = read(name, content, **answers)
    assert reading.layout.id == layout
    assert rows(reading) == [expected]


CPI = [
    ("us.cpi.all.nsa", D(2023, 12, 1), 306.746, D(2024, 1, 11)),
    ("us.cpi.all.nsa", D(2024, 1, 1), 308.417, D(2024, 2, 13)),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fredgraph.csv", "observation_date,CPIAUCNS\n2023-12-01,306.746\n2024-01-01,308.417\n"),
        ("fredgraph.csv", "DATE,CPIAUCNS\n2023-12-01,306.746\n2024-01-01,308.417\n2024-02-01,.\n"),
        ("fredgraph.csv", "observation_date,UNRATE,CPIAUCNS\n2023-12-01,3.7,306.746\n2024-01-01,3.7,308.417\n"),
        ("fredgraph.csv", 'FRED Graph Observations,\nFederal Reserve Economic Data,\nLink: fred,\n,\nCPIAUCNS,"Consumer Price Index, Index 1982-1984=100, Monthly"\n,\nFrequency: Monthly,\nobservation_date,CPIAUCNS\n2023-12-01,306.746\n2024-01-01,308.417\n'),
        ("fred.txt", "Title:               Consumer Price Index\nSeries ID:           CPIAUCNS\n\nDATE         VALUE\n2023-12-01   306.746\n2024-01-01   308.417\n"),
        ("CPIAUCNS.csv", "DATE,VALUE\n2023-12-01,306.746\n2024-01-01,308.417\n"),
        ("wind.csv", "指标名称,CPIAUCNS\n频率,月\n单位,1982-84=100\n指标ID,G0000001\n2023-12-31,306.746\n2024-01-31,308.417\n数据来源：Wind,\n"),
        ("bbg.csv", "Ticker;Date;PX_LAST\nCPURNSA Index;31/12/2023;306,746\nCPURNSA Index;31/01/2024;308,417\n"),
    ],
)  # fmt: skip
def test_a_price_index_is_dated_by_its_release_calendar_and_says_so(name: str, content: str) -> None:
    answers = {"decimal": "comma"} if ";" in content else {}
    reading = read(name, content, **answers)
    assert [(row.series, row.period, row.value, row.released_at) for row in reading.observations] == CPI
    assert not any(row.exact for row in reading.observations)
    assert "release_days_by_calendar" in {remark.code for remark in reading.remarks}


def test_a_download_of_a_revised_series_is_one_vintage_known_from_its_newest_release() -> None:
    reading = read("fredgraph.csv", "observation_date,CPIAUCSL\n2023-12-01,308.742\n2024-01-01,309.685\n")
    assert {row.released_at for row in reading.observations} == {D(2024, 2, 13)}
    assert {remark.code for remark in reading.remarks} == {"one_vintage"}


@pytest.mark.parametrize(
    "content",
    [
        "observation_date,CPIAUCSL_20240111,CPIAUCSL_20240213\n2023-11-01,307.917,308.024\n2023-12-01,308.850,308.742\n2024-01-01,,309.685\n",
        "realtime_start,realtime_end,date,value,series_id\n2024-01-11,2024-02-12,2023-11-01,307.917,CPIAUCSL\n2024-01-11,2024-02-12,2023-12-01,308.850,CPIAUCSL\n2024-02-13,9999-12-31,2023-11-01,308.024,CPIAUCSL\n2024-02-13,9999-12-31,2023-12-01,308.742,CPIAUCSL\n2024-02-13,9999-12-31,2024-01-01,309.685,CPIAUCSL\n",
        "period_start_date,CPIAUCSL,realtime_start_date,realtime_end_date\n2023-11-01,307.917,2024-01-11,2024-02-12\n2023-12-01,308.850,2024-01-11,2024-02-12\n2023-11-01,308.024,2024-02-13,9999-12-31\n2023-12-01,308.742,2024-02-13,9999-12-31\n2024-01-01,309.685,2024-02-13,9999-12-31\n",
    ],
)  # fmt: skip
def test_vintages_keep_the_day_of_each_and_what_was_known_before_the_first_is_inexact(content: str) -> None:
    found = [
        (row.period, row.released_at, row.value, row.exact)
        for row in read("alfred.csv", content).observations
    ]
    first, second = D(2024, 1, 11), D(2024, 2, 13)
    assert found == [
        (D(2023, 11, 1), first, 307.917, False),
        (D(2023, 11, 1), second, 308.024, True),
        (D(2023, 12, 1), first, 308.850, True),
        (D(2023, 12, 1), second, 308.742, True),
        (D(2024, 1, 1), second, 309.685, True),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("月份,全国-当月,全国-同比增长,全国-环比增长\n2024年01月份,99.2,-0.8,0.3\n", ("cn.cpi.yoy", D(2024, 1, 1), -0.8)),
        ("月份,制造业-指数,制造业-同比增长\n2024年01月份,49.2,-1.8\n", ("cn.pmi.manufacturing", D(2024, 1, 1), 49.2)),
        ("TRADE_DATE,LPR1Y,RATE_1\n2024-02-20,3.45,4.35\n", ("cn.lpr.1y", D(2024, 2, 20), 3.45)),
        ("指标名称,中国:CPI:当月同比\n单位,%\n2024-01-31,-0.8\n", ("cn.cpi.yoy", D(2024, 1, 1), -0.8)),
        ("公布时间,生效时间,大型金融机构-调整前,大型金融机构-调整后\n2024年01月24日,2024年02月05日,10.5,10.0\n", ("cn.rrr.large", D(2024, 2, 5), 10.0)),
        ("日期,M0000612\n2024-01-31,-0.8\n", ("cn.cpi.yoy", D(2024, 1, 1), -0.8)),
    ],
)  # fmt: skip
def test_chinese_figures_are_known_by_the_names_that_their_sources_use(
    content: str, expected: tuple[object, ...]
) -> None:
    assert rows(read("frame.csv", content)) == [expected]


def _workbook(content: list[list[object]], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in content:
        book.active.append(row)
    other = book.create_sheet("Notes")
    other.append(["written by hand"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _workbook([["Date", "Close", "Adj Close", "Open"], [D(2024, 2, 15), 15944.63, 1, 1], [D(2024, 2, 16), 16339.96, 1, 1]]),
        CLOSES[0][2].encode("utf-16"),
        CLOSES[0][2].encode("utf-8-sig"),
        gzip.compress(CLOSES[0][2].encode()),
        CLOSES[0][2].replace("\n", "\r\n").encode(),
        CLOSES[0][2].replace(",", "\t").encode("utf-16-le"),
        CLOSES[0][2].replace(".", "#").replace(",", ";").replace("#", ",").encode(),
        CLOSES[0][2].upper().encode(),
    ],
)  # fmt: skip
def test_the_form_of_a_file_does_not_matter(content: bytes) -> None:
    assert rows(read("^HSI.xlsx", content)) == HSI


def test_sheets_beside_the_one_that_is_read_are_named() -> None:
    reading = read(
        "own.xlsx", _workbook([["series", "period", "value"], ["index.HSI", D(2024, 2, 16), 16339.96]])
    )
    assert [(remark.code, dict(remark.params)) for remark in reading.remarks] == [
        ("sheets_not_read", {"names": "Notes"})
    ]


Refusal = tuple[str, str, dict[str, object], str]
REFUSED: list[Refusal] = [
    ("x.csv", "series,period,value\nindex.HSI,03/04/2024,16339.96\n", {}, r"3 April 2024 or 4 March 2024.*--dates dmy.*--dates mdy"),
    ("x.csv", "series,period,value\nindex.HSI,13/02/2024,1.5\nindex.HSI,02/14/2024,1.5\n", {}, r"both '02/14/2024' and '13/02/2024'"),
    ("x.csv", 'series,period,value\nindex.HSI,2024-02-16,"1,234"\n', {}, r"1234 or 1.234.*--decimal point.*--decimal comma"),
    ("x.csv", "series;period;value\nindex.HSI;2024-02-16;1.234\n", {}, r"1.234 or 1234.*--decimal point"),
    ("x.csv", 'series,period,value\nindex.HSI,2024-02-15,"1,234.5"\nindex.HSI,2024-02-16,"1.234,5"\n', {}, r"both '1,234.5' and '1.234,5'"),
    ("x.csv", "date,contract,price\n2014-02-14,ZQH4,94.6\n2024-02-16,ZQH4,94.6\n", {"kind": "last"}, r"ZQH14 above and ZQH24 here.*--series ZQH14"),
    ("x.csv", "date,contract,price\n2024-05-01,ZQH4,94.6\n", {"kind": "last"}, r"no contract that was listed then.*--series ZQH24"),
    ("x.csv", "date,CPI\n2024-01-01,308.417\n", {}, r"us.cpi.all.nsa or us.cpi.all.sa.*--series us.cpi.all.nsa"),
    ("x.csv", "series,period,value\nindex.hstech,2024-02-16,3342.73\n", {}, r"did you mean index.HSTECH\?"),
    ("x.csv", "series,period,value\nindex.HSTCH,2024-02-16,3342.73\n", {}, r"did you mean index.HSTECH\?"),
    ("x.csv", "日期,收盘价\n2024-02-16,3342.73\n", {"series": "index.hstech"}, r"did you mean index.HSTECH\?"),
    ("x.csv", "日期,收盘价\n2024-02-16,3342.73\n", {}, r"--series"),
    ("x.csv", "date,contract,price\n2024-02-16,ZQ1!,94.6\n", {"kind": "last"}, r"'ZQ1!', a continuous symbol"),
    ("x.csv", "date,contract,price\n2024-02-16,FF1 Comdty,94.6\n", {"kind": "last"}, r"'FF1 Comdty', a continuous symbol"),
    ("ZQ=F.csv", "Date,Open,Close,Adj Close\n2024-02-16,94.6,94.6,94.6\n", {"kind": "last"}, r"'ZQ=F', a continuous symbol"),
    ("x.csv", "date,headline\n2024-01-24,RRR cut\n", {}, r"headlines or sentences; expected `signals events extract FILE`"),
    ("x.csv", "series,period,value,relased_at\nus.effr,2024-02-01,5.33,2024-02-02\n", {}, r"column relased_at: .*did you mean released_at\?"),
    ("x.csv", "series,period,value\nuser.mine,2024-02-01,5\n", {}, r"released_at: found nothing.*--on DATE"),
    ("x.csv", "observation_date,CPIAUCNS\n2025-10-01,325.0\n", {}, r"no calendar says when us.cpi.all.nsa of 2025-10-01 came out"),
    ("x.csv", "Contract,Last,Change,Open,High,Low,Previous,Volume,Open Int,Time\nZQH24,94.6775,0,1,1,1,1,9,9,14:55 CT\n", {}, r"'14:55 CT'; expected .*--on DATE"),
    ("x.csv", "observation_date,CPIAUCSL_PC1\n2024-01-01,3.1\n", {}, r"CPIAUCSL_PC1, which is CPIAUCSL as FRED transformed it; expected the download in its own units"),
    ("x.csv", "商品,日期,今值,预测值,前值\n中国CPI年率报告,2024-02-08,-0.8,-0.5,-0.3\n", {}, r"by the day on which they came out, without their month"),
    ("x.csv", "Date,Close\n2024-02-30,16339.96\n", {"series": "^HSI"}, r"row 2, column Date: found '2024-02-30'; expected a date"),
    ("x.csv", "Date,Close\n45338,16339.96\n", {"series": "^HSI"}, r"row 2, column Date: found '45338'; expected a date"),
    ("x.csv", "observation_date,UNRATE\n2024-01-01,3.7\n", {}, r"no series that the catalogue knows \(UNRATE\); .*--series ID"),
    ("x.csv", "ts_event,close,symbol\n2024-02-16,94.6775,ZQH4\n", {"kind": "settlement"}, r"prices that are last in Databento"),
    ("x.csv", 'date,contract,price\n2024-02-16,"ZQH24,94.6\n', {"kind": "last"}, r"x.csv: found .*expected a CSV table"),
    ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {}, r"save it as .xlsx or CSV"),  # type: ignore[list-item]
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "answers", "message"), REFUSED)
def test_what_a_file_cannot_tell_is_asked_with_the_option_that_answers_it(
    name: str, content: str, answers: dict[str, object], message: str
) -> None:
    from sources.errors import BadTable

    with pytest.raises(BadTable, match=message):
        read(name, content, **answers)


@pytest.mark.parametrize(
    ("content", "answers", "expected"),
    [
        ("series,period,value\nindex.HSI,03/04/2024,16339.96\n", {"dates": "dmy"}, ("index.HSI", D(2024, 4, 3), 16339.96)),
        ("series,period,value\nindex.HSI,03/04/2024,16339.96\n", {"dates": "mdy"}, ("index.HSI", D(2024, 3, 4), 16339.96)),
        ('series,period,value\nindex.HSI,2024-02-16,"1,234"\n', {"decimal": "point"}, ("index.HSI", D(2024, 2, 16), 1234.0)),
        ('series,period,value\nindex.HSI,2024-02-16,"1,234"\n', {"decimal": "comma"}, ("index.HSI", D(2024, 2, 16), 1.234)),
        ("date,CPI\n2024-01-01,308.417\n", {"series": "us.cpi.all.nsa"}, ("us.cpi.all.nsa", D(2024, 1, 1), 308.417)),
        ("series,period,value\nuser.mine,2024-02-01,5\n", {"on": D(2024, 2, 3)}, ("user.mine", D(2024, 2, 1), 5.0)),
        ("date,contract,price\n2024-02-16,SR3H4,94.7\n", {"kind": "last"}, ("futures.SR3H24.last", D(2024, 2, 16), 94.7)),
    ],
)  # fmt: skip
def test_the_answer_settles_it(
    content: str, answers: dict[str, object], expected: tuple[object, ...]
) -> None:
    assert rows(read("x.csv", content, **answers)) == [expected]


def test_lines_of_events_extract_are_a_table_too(extracted: Callable[[], bytes]) -> None:
    assert [event.kind for event in read("stdin", extracted()).events] == ["monetary.rrr"]


@pytest.fixture
def extracted() -> Callable[[], bytes]:
    from typer.testing import CliRunner

    from signals.cli import app

    def lines() -> bytes:
        told = "date,text\n2024-01-24,中国人民银行决定自2024年2月5日起下调金融机构存款准备金率0.5个百分点。\n"
        done = CliRunner().invoke(app, ["events", "extract", "-"], input=told)
        return done.stdout.encode()

    return lines


def test_a_file_has_one_order_of_day_and_month_for_all_its_dates() -> None:
    text = "series,period,value,released_at\nus.effr,01/02/2024,5.33,02/02/2024\nus.effr,15/02/2024,5.33,16/02/2024\n"
    found = [(row.period, row.released_at) for row in read("x.csv", text).observations]
    assert found == [(D(2024, 2, 1), D(2024, 2, 2)), (D(2024, 2, 15), D(2024, 2, 16))]
