"""Every kind of act in words of our own, ten sentences a language: five that tell of one, five traps.

Each block names kind and direction; a line with + tells of an act, one with - only seems to. All are read
as if they had appeared on Wednesday, 10 April 2024.
"""

from __future__ import annotations

import datetime as dt

import pytest

from signals.readings.policy.config import taxonomy
from sources.policy_text.extract import Extractor

WEDNESDAY = dt.date(2024, 4, 10)
EXTRACTOR = Extractor(taxonomy())

CORPUS = """
trade.us_tariff restrictive
+ 美国政府今天宣布，对自中国进口的电动汽车加征100%关税。
+ 美国贸易代表办公室9日公布，将对中国产品加征的关税提高至50%。
+ 特朗普签署行政令，对中国商品加征10%的关税，4月12日起生效。
+ 美国宣布自4月15日起对中国输美钢铁征收25%关税
+ 白宫昨天宣布，对中国商品额外加征20%关税。
- 美国媒体称，白宫考虑对中国商品加征60%关税。
- 专家认为，美国政府宣布对中国商品加征25%关税将推高通胀。
- 中方坚决反对美国政府宣布对中国产品加征25%关税。
- 如果美国政府宣布对中国商品加征60%关税，出口商将受冲击。
- 自2018年以来，美国政府累计对中国商品加征25%关税。
+ The White House announced on Tuesday that it raises tariffs on Chinese steel to 25%.
+ The United States today imposes a 100% tariff on Chinese electric cars, USTR announced.
+ USTR announced it will increase tariffs on Chinese semiconductors to 50 percent from April 15.
+ Trump signed an order today that imposes an additional 10% tariff on Chinese goods.
+ The US announced yesterday that it hikes duties on Chinese solar cells to 50%.
- Washington may raise tariffs on Chinese goods to 60%, two sources said.
- Economists warn that the US tariff of 25% announced on Chinese goods will hurt growth.
- Beijing urges the United States to scrap the 25% tariffs announced on Chinese goods.
- If the White House announces that it raises tariffs on Chinese cars to 100%, exporters will suffer.
- Had talks not begun, the US would have announced that it raises tariffs on Chinese goods to 60%.

trade.us_tariff supportive
+ 美国政府今天宣布，暂停对中国商品加征的24%关税90天。
+ 白宫宣布，自4月14日起将对华关税降至30%。
+ 美国贸易代表办公室9日宣布，对部分中国产品豁免25%的关税。
+ 特朗普签署行政令，对中国商品的关税由20%下调至10%，4月12日起生效。
+ 美国宣布自4月12日起取消对中国商品加征的91%的关税
- 美国商界呼吁美国政府宣布取消对中国商品25%的关税。
- 消息人士称，白宫可能宣布将对华关税降至50%。
- 中方敦促美国政府立即宣布取消对中国商品加征的20%关税。
- 美国政府没有宣布暂停对中国商品加征的24%关税。
- 若美国政府宣布将对华关税降低10%，市场将受提振。
+ The White House announced today that it lowers tariffs on Chinese goods to 30%.
+ The US announced on Tuesday that it suspends 24% of its tariffs on Chinese imports.
+ USTR announced today it exempts some Chinese machinery from the 25% tariff.
+ Trump signed an order that cuts tariffs on Chinese goods to 10% from April 12.
+ The United States announced it removes the 91% tariffs on Chinese goods from April 14.
- Retailers hope the US announces that it lowers tariffs on Chinese toys to 10%.
- The White House denied that it will announce to lower tariffs on Chinese goods to 50%.
- The US may announce that it suspends the 25% tariff on Chinese parts, Goldman says.
- China's envoy urges the US to announce that it removes the 20% tariffs on Chinese goods.
- Should the White House lower tariffs on Chinese goods to 10%?

trade.us_export_control restrictive
+ 美国商务部今天宣布，将12家中国企业列入实体清单。
+ 美国商务部9日发布新规，扩大对华芯片出口管制。
+ 美国政府宣布收紧对华半导体设备出口限制，4月12日起生效。
+ 美国商务部昨日公布，把6家中国公司加入实体清单。
+ 美国工业和安全局宣布升级对华人工智能芯片出口管制
- 美国商务部考虑收紧对华出口管制，知情人士透露。
- 商务部发言人就美国商务部将中国企业列入实体清单答记者问。
- 分析师认为，美国商务部宣布扩大对华出口管制将伤及本国企业。
- 美国商务部尚未宣布把该中国企业列入实体清单。
- 去年美国商务部共发布5次对华出口管制新规。
+ The US Commerce Department added 12 Chinese firms to its entity list today.
+ BIS announced on Tuesday that it tightens export controls on chips for China.
+ The Commerce Department announced it expands export restrictions on Chinese chipmakers from April 12.
+ The United States today unveiled new export controls on AI chips for China.
+ The Department of Commerce announced today that it adds 6 Chinese companies to the entity list.
- The US is considering whether to add Chinese chipmakers to the entity list.
- Beijing says the US export controls announced on Chinese firms breach WTO rules.
- The Commerce Department has not announced that it adds the Chinese firm to its entity list.
- Analysts expect BIS to announce that it tightens export controls on China.
- The export controls that the US announced on China hurt suppliers.

trade.us_export_control supportive
+ 美国商务部今天宣布，将8家中国企业移出实体清单。
+ 美国政府宣布放宽对华芯片出口限制，4月15日起生效。
+ 美国商务部9日宣布解除对3家中国公司的出口限制。
+ 美国商务部昨天公布，暂停对华实施的一项出口管制规则。
+ 美国宣布自4月12日起取消对中国企业的一项出口管制
- 中方敦促美方将中国企业移出实体清单。
- 美国商务部或将宣布放宽对华出口管制。
- 业界呼吁美国政府宣布取消对华芯片出口限制。
- 美国商务部否认宣布放宽对华出口限制。
- 如果美国政府宣布解除对华出口管制，芯片股有望上涨。
+ The US Commerce Department removed 8 Chinese firms from its entity list today.
+ BIS announced today that it eases export controls on chip software for China.
+ The United States announced on Tuesday that it lifts export restrictions on Chinese aircraft parts.
+ Washington announced it suspends an export control rule on Chinese affiliates from April 12.
+ The Commerce Department announced today it relaxes export curbs on chips to China.
- Chipmakers lobby the US to announce that it eases export controls on China.
- The US could announce that it lifts export curbs on China if talks succeed.
- Washington denied that it announced to remove Chinese firms from the entity list.
- Beijing urges the US to announce that it lifts its export controls on China.
- Will the US announce that it eases export controls on China?

trade.cn_tariff restrictive
+ 国务院关税税则委员会今天发布公告，对原产于美国的进口商品加征34%关税。
+ 国务院关税税则委员会公布，自4月12日起对美国大豆加征15%关税。
+ 税委会9日宣布，对原产于美国的进口商品的加征关税税率提高至84%。
+ 国务院关税税则委员会决定，4月15日起对美国液化天然气加征15%关税
+ 财政部网站消息，国务院关税税则委员会今日公布对美加征10%关税的商品清单。
- 专家表示，国务院关税税则委员会若对美国商品加征34%关税，影响可控。
- 中国不会对美国商品加征关税。
- 我国调整部分商品进出口关税
- 美国对中国商品加征34%关税，中方表示反对。
- 去年国务院关税税则委员会累计对美国商品加征34%关税。
+ China's finance ministry announced today that it imposes a 34% tariff on US goods.
+ The Tariff Commission announced it raises tariffs on American soybeans to 15% from April 12.
+ China's Ministry of Finance announced on Tuesday that it increases tariffs on U.S. goods to 84%.
+ The State Council Tariff Commission today announced it imposes 10% duties on US crude oil.
+ China imposes 15% tariffs on US liquefied gas from April 15, the Tariff Commission announced.
- China may announce that it imposes a 34% tariff on US goods, sources say.
- China's finance ministry has not announced that it imposes tariffs of 34% on US goods.
- Analysts say China's finance ministry announced a 34% tariff on US goods too late.
- China adjusts tariffs on some goods from January 1.
- If China's finance ministry announces that it imposes a 34% tariff on US goods, prices will rise.

trade.cn_tariff supportive
+ 国务院关税税则委员会今天宣布，暂停对原产于美国的进口商品加征的24%关税。
+ 国务院关税税则委员会公布第二批对美加征关税商品排除清单，自4月12日起执行。
+ 税委会9日公告，停止对美国部分商品加征关税。
+ 国务院关税税则委员会决定，自4月14日起取消对美国商品加征的91%的关税
+ 国务院关税税则委员会今日公布，对原产于美国的部分商品豁免加征关税。
- 专家建议国务院关税税则委员会暂停对美国商品加征关税。
- 国务院关税税则委员会没有宣布暂停对美国商品加征关税。
- 美国企业呼吁中国取消对美国商品加征的关税。
- 如果国务院关税税则委员会暂停对美国商品加征关税，大豆进口或将恢复。
- 今年以来，国务院关税税则委员会多次公布对美加征关税商品排除清单。
+ China's finance ministry announced today that it suspends the 24% tariff on US goods.
+ The Tariff Commission announced it exempts some US goods from tariffs from April 12.
+ China lifts tariffs on American soybeans from April 14, its finance ministry announced.
+ China's Ministry of Finance announced on Tuesday that it removes the 91% tariffs on US goods.
+ The State Council Tariff Commission today announced it suspends tariffs on American pork.
- China could announce that it suspends the 24% tariff on US goods.
- The Tariff Commission did not announce that it suspends tariffs on US goods.
- US farmers hope China's finance ministry announces that it lifts tariffs on US soybeans.
- Washington urges China's finance ministry to announce that it removes tariffs on US goods.
- If China suspends tariffs on US goods as the Tariff Commission announced, trade will recover.

trade.cn_export_control restrictive
+ 商务部、海关总署今天发布公告，对镓、锗相关物项实施出口管制。
+ 商务部9日公布，将15家美国实体列入出口管制管控名单。
+ 商务部公告，自4月12日起对部分稀土物项实施出口管制。
+ 不可靠实体清单工作机制今天宣布，将3家美国企业列入不可靠实体清单。
+ 商务部、海关总署决定对石墨物项实施出口管制，5月1日起执行
- 商务部发言人就对稀土物项实施出口管制答记者问。
- 商务部召开出口管制会议，加强物项管理。
- 分析人士称，商务部可能宣布对锑物项实施出口管制。
- 商务部没有宣布对稀土物项实施新的出口管制。
- 美国商务部宣布加强对中国企业的出口管制。
+ China's Ministry of Commerce announced today that it imposes export controls on gallium items.
+ MOFCOM announced on Tuesday that it adds 15 US entities to its export control list.
+ The commerce ministry in Beijing announced it places export controls on rare earth items from April 12.
+ China adds 3 US companies to its unreliable entity list, MOFCOM announced today.
+ The Ministry of Commerce announced today it tightens export controls on graphite items.
- MOFCOM may announce that it imposes export controls on antimony items.
- The US Commerce Department announced that it adds Chinese entities to its export control list.
- China's commerce ministry denied that it announced to impose export controls on rare earths.
- Companies fear that MOFCOM could announce export controls that it imposes on lithium items.
- A MOFCOM spokesperson spoke about the export controls that it imposes on rare earth items.

trade.cn_export_control supportive
+ 商务部今天宣布，暂停对17家美国实体的不可靠实体清单措施90天。
+ 商务部9日公告，停止实施一项对稀土物项的出口管制。
+ 商务部公布，自4月12日起将4家实体移出管控名单。
+ 商务部、海关总署决定，自4月14日起暂停对镓、锗物项的出口管制措施
+ 商务部今日公布，取消对部分石墨物项的出口管制。
- 美方要求商务部取消对稀土物项的出口管制。
- 专家认为商务部宣布暂停稀土物项出口管制为时过早。
- 商务部尚未宣布暂停对石墨物项的出口管制。
- 如果商务部宣布取消对镓物项的出口管制，价格或将回落。
- 商务部发言人回应是否将宣布暂停稀土物项出口管制。
+ MOFCOM announced today that it suspends unreliable entity list measures on 17 US firms.
+ China's Ministry of Commerce announced on Tuesday it lifts export controls on some graphite items.
+ The commerce ministry announced it removes 4 companies from its export control list from April 12.
+ China suspends export controls on gallium items from April 14, MOFCOM announced.
+ The Ministry of Commerce today announced it pauses export curbs on rare earth items.
- The US urges MOFCOM to announce that it lifts export controls on rare earth items.
- MOFCOM has not announced that it suspends export controls on graphite items.
- MOFCOM might announce that it lifts export curbs on rare earths.
- If MOFCOM announces that it lifts export controls on gallium items, prices will fall.
- Carmakers hope that MOFCOM announces it suspends export curbs on rare earth items.

market.swap_facility supportive
+ 中国人民银行今天宣布创设证券、基金、保险公司互换便利。
+ 央行决定启动证券、基金、保险公司互换便利（SFISF），首期规模5000亿元。
+ 中国人民银行9日公告，开展第二次证券、基金、保险公司互换便利操作。
+ 人民银行宣布扩大证券、基金、保险公司互换便利参与机构范围，4月12日起实施
+ 中国人民银行与证监会今日发布通知，设立证券、基金、保险公司互换便利。
- 中国人民银行与韩国银行宣布扩大双边本币互换便利。
- 证监会研究推出证券、基金、保险公司互换便利。
- 分析师预计央行将宣布扩大证券、基金、保险公司互换便利。
- 央行没有宣布扩大证券公司互换便利的规模。
- 截至3月末，央行累计开展证券、基金、保险公司互换便利操作1000亿元。
+ The PBOC announced today that it sets up a swap facility for securities firms, funds and insurers.
+ China's central bank launches its swap facility for brokerages from April 15, it announced.
+ The People's Bank of China announced on Tuesday that it expands the swap facility for insurers and funds.
+ The PBOC today announced it conducts a second operation under the swap facility for brokers.
+ PBOC and CSRC announced today they create a swap facility for securities firms.
- The PBOC announced a currency swap facility with the Bank of Korea and expands it for brokers.
- The PBOC may announce that it expands its swap facility for brokers.
- The central bank denied that it announced to expand the swap facility for funds.
- Brokers hope that the PBOC announces it expands the swap facility.
- The PBOC has launched its swap facility for brokers three times since October.

market.national_team supportive
+ 中央汇金公司今天公告，再次增持了交易型开放式指数基金（ETF）。
+ 中央汇金公司9日宣布，今日买入沪深300ETF。
+ 中国诚通今天公告，旗下公司增持央企股票。
+ 中国国新昨日宣布，以回购增持资金增持中央企业股票和ETF。
+ 中央汇金公告：今天增持四大行A股股份，股票增持将自4月12日起持续半年
- 市场传闻中央汇金公司将宣布增持ETF。
- 分析师认为中央汇金公司宣布增持股票有助于稳定市场。
- 中央汇金公司没有公告增持ETF。
- 证监会表示，支持中央汇金公司加大增持指数基金力度。
- 年报显示，中央汇金公司持有ETF份额上升，去年增持ETF。
+ Central Huijin announced today that it bought exchange-traded funds and other shares.
+ Central Huijin announced that it increases its holdings of bank shares from April 12.
+ China Chengtong announced on Tuesday that it buys shares of central state firms.
+ China Reform Holdings today announced that it purchases stocks and funds.
+ Central Huijin announced it raises its stake in index funds and buys more stocks today.
- Traders bet that Central Huijin will buy shares.
- Central Huijin may announce that it buys stocks again.
- Central Huijin denied that it announced to buy shares.
- Analysts say Central Huijin bought funds worth billions, as announced.
- If Central Huijin announces that it buys stocks, shares will rise.

market.stock_connect supportive
+ 证监会今天宣布扩大沪深港通合格证券范围。
+ 沪深交易所9日发布通知，将12只ETF纳入沪深港通标的。
+ 证监会与香港证监会公告，自4月22日起放宽沪深港通下股票ETF合资格产品范围。
+ 港交所宣布扩容沪深港通股票标的，4月15日起生效
+ 深交所今日公布，新调整后港股通标的扩大至600只。
- 南向资金今天通过港股通净买入100亿港元。
- 业界呼吁证监会宣布扩大沪深港通标的范围。
- 证监会研究将房地产投资信托基金纳入沪深港通。
- 证监会尚未宣布将该股纳入港股通。
- 证监会可能宣布扩大沪深港通范围。
+ The CSRC announced today that it expands the scope of Stock Connect.
+ HKEX announced on Tuesday that it adds 12 exchange-traded funds to Stock Connect.
+ Regulators announced they widen Stock Connect to more funds from April 22.
+ The exchanges in Shanghai and Shenzhen announced today that they include 30 more shares in Stock Connect.
+ The SFC and the CSRC today announced they broaden Stock Connect.
- Stock Connect turnover in Hong Kong rose as HKEX announced it adds staff.
- Brokers call on the CSRC to announce that it expands Stock Connect.
- The CSRC could announce that it widens Stock Connect to trusts.
- HKEX has not announced that it adds the company to Stock Connect.
- Net inflows through Stock Connect widen, exchanges announced.

market.dividend supportive
+ 证监会今天发布《上市公司监管指引第3号——上市公司现金分红》。
+ 沪深交易所9日发布修订后的分红规则。
+ 国务院印发强化上市公司现金分红监管的意见，4月12日起实施。
+ 证监会公布上市公司现金分红新规，自4月15日起施行
+ 上交所今日发布通知，修订现金分红指引。
- 证监会表示，将研究出台现金分红指引。
- 一家公司公布分红预案，每股派息1元。
- 专家建议证监会出台更严格的分红规则。
- 证监会尚未发布新的现金分红指引。
- 去年以来，证监会多次发布上市公司现金分红规则。
+ The CSRC issued new guidelines on cash dividends of listed firms today, it announced.
+ China's securities regulator announced on Tuesday that it revises its dividend rules.
+ The State Council announced opinions today and releases guidelines that require cash dividends.
+ The CSRC published its cash dividend guidelines, in force from April 15.
+ The exchanges announced today that they tighten their rules on cash dividends.
- The CSRC may issue stricter rules on cash dividends.
- A bank pays a cash dividend under rules published by the CSRC.
- Analysts expect the CSRC to publish dividend guidelines.
- The CSRC has not published new dividend rules.
- Investors urged the securities regulator to issue rules on dividends.

market.buyback supportive
+ 中国人民银行今天宣布设立股票回购增持再贷款，首期额度3000亿元。
+ 证监会9日发布修订后的上市公司股份回购规则。
+ 央行、证监会联合印发通知，设立股票回购增持再贷款，4月12日起实施。
+ 证监会公布股份回购规则，自4月15日起施行
+ 上交所今日发布《上市公司股份回购指引》。
- 央行今天开展逆回购操作1000亿元，并发布公告。
- 某公司公告回购规则，累计回购股份1亿元。
- 证监会拟修订股份回购规则，可能放宽条件。
- 央行没有宣布设立股票回购增持再贷款。
- 专家认为央行宣布设立股票回购增持再贷款意义重大。
+ The PBOC announced today that it sets up a relending facility for share buybacks.
+ The CSRC announced on Tuesday that it revises its rules on share repurchases.
+ China's central bank launches a buyback relending programme from April 15, it announced.
+ The securities regulator announced today that it relaxes its share buyback rules.
+ The PBOC and CSRC issued rules today on loans for share repurchases.
- The PBOC conducted reverse repo operations and issued loans.
- The CSRC may ease its share buyback rules.
- Analysts urge the CSRC to ease its share buyback rules.
- The PBOC denied that it announced to set up a buyback loan facility.
- If the CSRC eases its share buyback rules, firms will buy.

consumption.subsidy supportive
+ 国务院印发《推动大规模设备更新和消费品以旧换新行动方案》
+ 国家发展改革委、财政部今天发布通知，安排1500亿元支持消费品以旧换新。
+ 商务部等部门9日公布汽车以旧换新补贴实施细则。
+ 财政部宣布下达第二批810亿元以旧换新资金，4月12日起拨付
+ 商务部今日发布手机购新补贴实施方案。
- 截至3月末，商务部安排的汽车以旧换新补贴申请量超过100万份。
- 商务部研究出台家电以旧换新补贴政策。
- 各地发布以旧换新消费券，财政部予以支持。
- 专家建议财政部出台育儿补贴。
- 商务部尚未公布新一轮以旧换新补贴办法。
+ The State Council issued a plan today for trade-ins of consumer goods, it announced.
+ The NDRC announced on Tuesday that it allocates 150 billion yuan for consumer trade-ins.
+ China's Ministry of Commerce announced it expands trade-in subsidies from April 12.
+ The finance ministry announced today that it issues childcare subsidies.
+ The NDRC and the Ministry of Finance today unveiled and announced new trade-in subsidies.
- Trade-in sales boosted by the Ministry of Commerce were announced at 1 trillion yuan.
- The NDRC may expand its trade-in subsidies.
- Retailers hope the finance ministry announces it expands trade-in subsidies.
- The Ministry of Commerce has not announced that it expands trade-in subsidies.
- Economists urge the Ministry of Finance to issue consumption vouchers.

education.tutoring restrictive
+ 教育部等三部门今天印发通知，规范面向中小学生的校外培训。
+ 国务院公布《校外培训管理条例》，自4月15日起施行。
+ 教育部9日发布《校外培训行政处罚办法》。
+ 教育部宣布禁止面向学龄前儿童的线上学科类培训，4月12日起执行
+ 五部门联合规范校外培训机构财务管理
- 教育部表示，“双减”成效明显，规范了校外培训。
- 家长建议教育部出台校外培训收费规定。
- 教育部可能发布新的校外培训规定。
- 教育部没有发布禁止非学科类校外培训的规定。
- 今年以来，教育部等部门多次印发校外培训文件。
+ China's Ministry of Education announced today that it bans online tutoring in private tutoring of toddlers.
+ The State Council published rules on off-campus tutoring today, it announced.
+ The education ministry announced on Tuesday that it restricts private tutoring at weekends.
+ The Ministry of Education issued rules on after-school tutoring, in force from April 15.
+ The education ministry tightens its rules on private tutoring from April 12, it announced.
- Parents want the Ministry of Education to ban private tutoring.
- The education ministry may restrict private tutoring further.
- The Ministry of Education has not issued new rules on private tutoring.
- Shares fell after the Ministry of Education banned private tutoring years ago.
- Analysts expect the education ministry to tighten rules on after-school tutoring.

platform.data_security restrictive
+ 李强签署国务院令 公布《网络数据安全管理条例》
+ 国家网信办今天发布《数据出境安全评估办法》。
+ 国家网信办等部门9日公布《个人信息保护合规审计管理办法》，自5月1日起施行。
+ 全国人大常委会审议通过《数据安全法》，4月12日起施行。
+ 工业和信息化部今日印发《工业领域数据安全管理办法》
- 国家网信办举办数据安全宣传周活动，发布典型案例。
- 欧盟公布数据安全新规，国家网信办关注。
- 国家网信办拟发布数据出境新规，征询企业。
- 国家网信办尚未发布个人信息保护新规。
- 专家建议国家网信办出台数据安全管理细则。
+ China's Cyberspace Administration published rules on data security today, it announced.
+ The State Council issued its regulation on network data security, in force from May 1.
+ The CAC announced on Tuesday that it adopts measures on personal information protection.
+ The NPC Standing Committee passed the data security law today, it announced.
+ The cyberspace regulator announced today that it releases rules on data export.
- The CAC held a forum on data security and published cases.
- The CAC may publish new rules on data export.
- The CAC has not published its rules on personal information protection.
- The EU adopts data security rules, the CAC said.
- Firms urge the cyberspace regulator to publish clear data security rules.

platform.data_security supportive
+ 国家网信办今天公布《促进和规范数据跨境流动规定》。
+ 国家网信办9日发布《规范和促进数据跨境流动规定》
+ 国家网信办等部门印发《促进和规范数据跨境流动规定》，自4月15日起施行。
+ 李强签署国务院令，公布《促进和规范数据跨境流动条例》
+ 国家网信办今日公布《促进和规范数据跨境流动规定》实施指南。
- 企业希望国家网信办公布《促进和规范数据跨境流动规定》。
- 国家网信办尚未公布《促进和规范数据跨境流动规定》。
- 专家认为《促进和规范数据跨境流动规定》公布后成效显著。
- 国家网信办可能公布《促进和规范数据跨境流动规定》。
- 去年，国家网信办公布《促进和规范数据跨境流动规定》。
+ The CAC announced today that it eases rules on cross-border data flows.
+ China's Cyberspace Administration relaxes rules on cross-border data transfers from April 15, it announced.
+ The cyberspace regulator published rules today that ease cross-border data flows.
+ The State Council announced on Tuesday it eases cross-border data transfers.
+ The CAC issued new rules on cross-border data flows, in force from April 12.
- The CAC may ease its rules on cross-border data flows.
- Firms hope the CAC eases cross-border data transfers.
- The CAC has not eased its rules on cross-border data flows.
- The CAC should ease cross-border data transfers, lawyers say.
- If the CAC eases cross-border data flows, banks will benefit.

ai.rules neutral
+ 国家网信办今天公布《人工智能生成合成内容标识办法》。
+ 国家网信办等七部门发布《生成式人工智能服务管理暂行办法》，自4月15日起施行。
+ 国家网信办9日就《人工智能拟人化互动服务管理办法（征求意见稿）》公开征求意见并公布全文。
+ 四部门印发《互联网信息服务算法推荐管理规定》
+ 上海市今日发布《生成式人工智能服务管理细则》。
- 专家建议出台《生成式人工智能服务管理办法》。
- 国家网信办尚未公布《人工智能生成合成内容标识办法》。
- 欧盟公布《人工智能生成合成内容标识准则》。
- 去年以来，网信办公布多项生成式人工智能服务管理规定。
- 国家网信办可能发布深度合成管理新规。
+ China's Cyberspace Administration published rules on generative AI services today.
+ The CAC issued measures on AI-generated content, in force from April 15.
+ Regulators announced on Tuesday that they adopt rules on deep synthesis.
+ The CAC announced today that it releases AI labelling rules.
+ Shanghai today unveiled its rules for generative AI services, it announced.
- The EU adopts AI rules and publishes a list.
- The CAC may publish rules on generative AI services.
- The CAC has not published its rules on generative AI services.
- Experts urge regulators to issue AI rules.
- A forum on AI-generated content released a report.

ai.support supportive
+ 国务院今天印发《关于深入实施“人工智能+”行动的意见》。
+ 上海市发布人工智能产业发展若干措施，自4月15日起施行。
+ 工业和信息化部9日印发《人工智能产业创新发展行动计划》
+ 深圳市公布人工智能产业扶持方案，4月12日起实施
+ 国家发展改革委等部门今日发布“人工智能+”行动方案。
- 国务院研究出台“人工智能+”行动意见。
- 北京发布人工智能产业白皮书报告。
- 专家建议国务院出台人工智能产业规划。
- 上海尚未公布人工智能产业扶持措施。
- 今年以来，各部门印发多项“人工智能+”行动方案。
+ The State Council issued its AI Plus opinions today, it announced.
+ Shanghai announced on Tuesday that it releases a plan for its AI industry.
+ Shenzhen published measures for the AI industry, in force from April 15.
+ MIIT announced today that it issues guidelines for the artificial intelligence industry.
+ The NDRC today unveiled its AI Plus plan, it announced.
- The State Council may issue an AI Plus plan.
- Shanghai released a report on its AI industry plan.
- Experts urge the State Council to issue an AI industry plan.
- Shenzhen has not published its AI industry measures.
- The AI industry conference in Beijing published a plan of sessions.

stance.monetary neutral
+ 中央政治局会议指出，要实施适度宽松的货币政策。
+ 中共中央政治局今天召开会议，强调稳健的货币政策要灵活适度。
+ 中央经济工作会议要求，明年要实施更加积极的财政政策和适度宽松的货币政策。
+ 中央政治局会议强调要坚持稳健的货币政策
+ 中央政治局4月10日召开会议，提出落实好适度宽松的货币政策。
- 有分析认为中央政治局会议将提出实施适度宽松的货币政策。
- 各地认真落实稳健的货币政策。
- 中央政治局会议没有提出要实施宽松的货币政策。
- 欧洲央行要实施稳健的货币政策。
- 中央政治局会议要求加强货币政策与就业政策协调。
+ The Politburo said today that China will implement a moderately loose monetary policy.
+ The Politburo meeting will keep a prudent monetary policy, state media reported.
+ The Central Economic Work Conference said monetary authorities will adopt a moderately loose monetary policy.
+ The Politburo on Wednesday said China will maintain prudent monetary policy.
+ The Politburo will keep moderately loose monetary policy through the year.
- Analysts expect the Politburo to adopt a moderately loose monetary policy.
- The Politburo did not say that it will keep a prudent monetary policy.
- Banks implement the prudent monetary policy.
- The Politburo will coordinate monetary policy with other policy.
- If the Politburo will adopt a moderately loose monetary policy, bonds rise.

stance.fiscal neutral
+ 中央政治局会议指出，要实施更加积极的财政政策。
+ 中共中央政治局今天召开会议，强调积极的财政政策要适度加力。
+ 中央经济工作会议要求，明年要实施更加积极的财政政策和适度宽松的货币政策。
+ 中央政治局会议强调要继续实施积极的财政政策
+ 中央政治局4月10日召开会议，提出落实更加积极有为的财政政策。
- 有分析认为中央政治局会议将提出实施更加积极的财政政策。
- 各地认真落实积极的财政政策。
- 中央政治局会议没有提出要实施更加积极的财政政策。
- 德国政府要实施积极的财政政策。
- 中央政治局会议要求财政政策与就业政策协调。
+ The Politburo said today that China will implement a more proactive fiscal policy.
+ The Politburo meeting will keep a proactive fiscal policy, state media reported.
+ The Central Economic Work Conference said China will adopt a more proactive fiscal policy.
+ The Politburo on Wednesday said China will maintain proactive fiscal policy.
+ The Politburo will implement more proactive fiscal policy through the year.
- Analysts expect the Politburo to adopt a more proactive fiscal policy.
- The Politburo did not say that it will keep a proactive fiscal policy.
- Provinces implement the proactive fiscal policy.
- The Politburo will coordinate fiscal policy with other policy.
- If the Politburo will adopt a more proactive fiscal policy, bonds fall.
"""


def cases() -> list[tuple[str, str, bool, str]]:
    found = []
    for block in CORPUS.strip().split("\n\n"):
        head, *lines = block.splitlines()
        kind, direction = head.split()
        found += [(kind, direction, line[0] == "+", line[2:]) for line in lines]
    return found


def acts(text: str) -> set[tuple[str, str]]:
    return {
        (finding.event.kind, finding.event.direction)
        for finding in EXTRACTOR.read(text, WEDNESDAY)
        if finding.event is not None and finding.event.stage in {"decided", "effective", "drafted"}
    }


@pytest.mark.parametrize(("kind", "direction", "is_act", "text"), cases())
def test_a_kind_is_told_by_its_acts_and_not_by_its_traps(
    kind: str, direction: str, *, is_act: bool, text: str
) -> None:
    found = acts(text)
    assert ((kind, direction) in found) is is_act
    if not is_act:
        assert {name for name, _ in found if name == kind} == set()


def test_every_block_has_ten_sentences_a_language_half_of_them_traps() -> None:
    blocks = {(kind, direction) for kind, direction, _, _ in cases()}
    for block in sorted(blocks):
        mine = [
            (is_act, text.isascii())
            for kind, direction, is_act, text in cases()
            if (kind, direction) == block
        ]
        assert {key: mine.count(key) for key in set(mine)} == {
            (True, True): 5, (True, False): 5, (False, True): 5, (False, False): 5,
        }, block  # fmt: skip


def test_every_kind_has_a_name_in_both_languages() -> None:
    for name, kind in taxonomy().kind.items():
        assert kind.en.isascii(), name
        assert any("一" <= letter <= "鿿" for letter in kind.zh), name
