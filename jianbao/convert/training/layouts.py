"""How documents are laid out. A new kind of masthead, card, site chrome, article or footer is one
entry in one of these tables.

An entry has one line of the document a line: its role, then its text. After the role may stand `?`
(perhaps), `*` (once to four times), `~` (broken over two or three lines) and `=` (once for each
title of the document, which is `{entry}`, or once for all of them, `{entries}`). `> table` stands for one entry of another table, `>?`
and `>*` likewise; `[` and `]*` enclose lines that come together, several times. `{name}` is a
phrase (see phrases.py), `{one|other|}` a choice; `{han}`, `{bracketed}`, `{arabic}` and `{circled}` count.
"""

LAYOUTS: dict[str, tuple[str, ...]] = {}

LAYOUTS["documents"] = (
    """
    > mastheads
    banner 【{slogan}】
    >* briefs
    > feet
    """,
    """
    > mastheads
    banner 【{slogan}】
    >* features
    > feet
    """,
    """
    > mastheads
    para {para}
    para {para}
    >* features
    >? feet
    """,
    """
    > mastheads
    para {preface}{para}
    >* features
    >? feet
    """,
    """
    > mastheads
    >* briefs without titles
    >? feet
    """,
    """
    > mastheads
    >? contents
    >* features
    >? feet
    """,
    """
    > mastheads
    >? contents
    > features
    > feet
    """,
    """
    > mastheads
    >? contents
    > features
    >* columns of briefs
    > feet
    """,
    """
    > mastheads
    >? contents
    >* columns
    > feet
    """,
    """
    > mastheads
    >* briefs
    > feet
    """,
    """
    > mastheads
    >? contents
    >* short articles
    >? feet
    """,
    """
    > mastheads
    > reports
    >? feet
    """,
    """
    > mastheads
    > delegations
    >? feet
    """,
    """
    > chrome above
    > page heads
    > page texts
    > chrome below
    """,
    """
    > chrome above
    > page heads
    > page texts
    > chrome below
    """,
    """
    > page heads
    > page texts
    """,
    """
    >? chrome above
    > cards
    > official documents
    >? chrome below
    """,
    """
    >? chrome above
    > bulletin page heads
    > mastheads
    >* features
    >* short articles
    >? feet
    >? chrome below
    """,
    """
    >? chrome above
    > bulletin page heads
    > mastheads
    >* briefs
    >? feet
    >? chrome below
    """,
    """
    > chrome above
    > page heads
    > official documents
    >? chrome below
    """,
    """
    > accounts
    """,
    """
    > official documents
    """,
    """
    > letters
    """,
    """
    > chronicles
    """,
    """
    > minutes
    """,
    """
    > schedules
    """,
    """
    > mastheads
    > official documents
    """,
    """
    > mastheads
    > columns
    >* columns of briefs
    > feet
    """,
    """
    > articles without a frame
    """,
)

LAYOUTS["mastheads"] = (
    """
    series {@series}{gap}{@issue}{gap}{@date}
    """,
    """
    series {@series}　{@year}年第{@n}期　{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{month}月{mday}日
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}
    date {month}月{mday}日{| {weekday}|（{weekday}）}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    banner 【{slogan}】
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}
    date {@date}
    rule? {rule}
    banner 【{slogan}】
    """,
    """
    series {@series}
    issue {@issue}
    banner （{topic}专刊）
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    banner （{topic}专刊）
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    notice {№|编号：|No.} 000{number2}
    notice? {绝不外传　阅后归档|阅后即焚|请妥善保管　阅后退回|注意保密}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@year}年{春|夏|秋|冬|第{d}}{季号|季}（总第{@total}期）
    issuer {@issuer}{编|主办|编印}
    """,
    """
    series {@series}
    issuer {@issuer}
    issue （{@year}.{month}.{mday}—{month}.{mday}）
    """,
    """
    series {@series}
    issue 期{数|号}：{第|}{@n}{期|}
    date {编发日期|出版日期|日期|时间|编发时间}：{@date}
    issuer {编发单位|主办单位|编制单位|报送单位|编印}：{@issuer}
    """,
    """
    series {@issuer}
    series {topic}{series-word}
    issue {@issue}{gap}{@date}
    foot 主编：{person}{gap}编辑：{person}
    """,
    """
    series {@series}{gap}{@issue}{gap}{@issuer}{gap}{@date}
    """,
    """
    issuer {@issuer}
    series {@series}
    issue {@year}年{month}月刊{gap}总第{@total}期
    """,
    """
    series {@series}
    issue {@issue}
    date （{@year}.{month}.{mday}—{@year}.{month}.{mday}）
    issuer {@issuer}{gap}{@date}
    """,
    """
    banner {专刊|{topic}专刊|{topic}特刊|专辑|增刊}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    banner {{topic}专刊|{topic}专题|——{topic}专辑|（{topic}专刊）|【{topic}专刊】|主题：{topic}}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}
    date {@date}
    notice 【内部资料　注意保存】
    rule {rule}
    banner {slogan}
    """,
    """
    date {@date}
    series {@series}
    issuer {@issuer}
    """,
    """
    issue {@issue}
    date {@date}
    issuer {@issuer}
    series {@series}
    """,
    """
    notice {internal}
    notice 编号：{@n}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue 第{@n}期　{共{d}期|本期{d}版|共{d}页}
    issuer {@issuer}{gap}{@date}{gap}{weekday}
    """,
    """
    series {@series}
    issue {@issue}
    foot {报：|呈：}{recipients}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    rule? {rule}
    """,
    """
    notice? {internal}
    series {@series}
    issue {@issue}
    issuer {@issuer}{|编|主办|编印}{gap}{@date}{|（{weekday}）|　{weekday}}
    rule? {rule}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}
    date {@date}
    """,
    """
    series {@series}
    issue （{@year}年第{@n}期）
    issue （总第{@total}期）
    issuer {@issuer}主办{gap}{@date}（{weekday}）
    """,
    """
    issuer {@issuer}
    series {@series}
    issue {@issue}
    date {@date}
    """,
    """
    series {@series}
    issue {@issue}{gap}{@date}
    issuer? {主办单位：|主办：|编印单位：|}{@issuer}
    """,
    """
    series {@series}{gap}{@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    notice 内部资料{gap}
    notice 注意保存
    series {@series}
    issuer {@issuer}
    issue {@issue}
    date {@date}
    """,
    """
    issue {internal}{gap}第{@n}期
    date {注意保存{gap}|}{@date}
    series {@series}
    issuer {@issuer}
    """,
    """
    series {@series}
    issue {@issuer}{gap}{@issue}{gap}{@date}
    rule {rule}
    """,
    """
    series {@series}
    issue 期数：{@year}年第{@n}期
    date {日期：|发布日期：|出刊日期：|}{@date}
    issuer {单位：|主办：|编发：|编印：}{@issuer}
    """,
    """
    series {@series}
    issue 总第 {@total} 期{ （{@year} 年第 {@n} 期）|}
    date {@date} {weekday}
    issuer {@issuer}主办
    """,
    """
    series {@series}
    issue {@year}年第{@n}期{gap}总第{@total}期{gap}{@date}
    foot 主编：{person}{gap}{副主编：{person}|责任编辑：{person}}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}签发人：{person}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    date {签发：|签发人：}{person}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    foot 签发{人|}：{person}
    banner? {slogan}
    """,
    """
    series {@issuer}
    series {@series}
    issue {〔{@year}〕第{@n}{号|期}|{@year}年{@n}期|{@year}（{@n}）|第{@n}辑|NO.{@n}}
    issuer {@issuer}{gap}{@date}
    """,
    """
    banner {slogan}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}{ {hour}时|}
    """,
    """
    series {@series}
    issue {@issue}
    date {@date}{gap}{lunar}
    issuer {@issuer}
    """,
    """
    date {@date}{| {weekday}}{gap}{lunar}
    series {@series}
    issue {@issue}
    issuer? {@issuer}编
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@year}年{month}月{中旬|上旬|下旬|}
    """,
    """
    issue {@issue}
    series {@series}
    issuer {@issuer}{gap}{@date}
    """,
    """
    issuer {@issuer}
    series {@series}
    issue {@issue}
    """,
    """
    series {@series}
    issue {@issue}
    """,
    """
    series {@series}
    date {@date}
    """,
    """
    series {@series}
    issue {@issue}
    date {@date}
    issuer {@issuer}
    notice? {internal}
    """,
    """
    notice 密级：{内部|一般|无}
    notice? {特急|加急|平急}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series 《{@series}》{第{@n}期|}
    date {@date}
    foot? 编辑部电话：{phone}
    """,
    """
    series {@series}
    issuer {@issuer}主办{gap}{办公室编辑|}
    issue {@date}{gap}第{@n}期（总第{@total}期）{{gap}|}{|本期四版}
    """,
    """
    series {@county}{第{small}届|十七届}人大{small}次会议
    series 简{gap}报
    issue {@issue}
    date 大会秘书处{编|}{gap}{@date}
    """,
    """
    series {@issuer}
    series {series-word}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@county}{topic}领导小组办公室
    series 工作简报
    issue （第{@n}期）
    issuer {@issuer}{gap}{@date}
    rule? {rule}
    """,
    """
    series {@series}
    series {JIANKANG DONGTAI|GONGZUO JIANBAO|Newsletter}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    issue {@issuer}{gap}{@issue}
    series {@series}
    date {@date}
    banner? {slogan}
    """,
    """
    foot {编辑：|责编：}{person}{gap}审核：{person}{gap}签发：{person}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    foot 主办：{@issuer}{gap}主编：{person}{gap}责任编辑：{person}{gap}电话：{phone}
    """,
    """
    series {@series}
    issue Vol.{@n}{gap}{@year}.{month}
    issuer {@issuer}
    """,
    """
    docno {@docno}{gap}签发人：{person}
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    rule? {rule}
    foot {报|呈报|报送|抄报}：{recipients}
    foot {送|抄送|分送}：{recipients}
    foot? 发：{recipients}
    rule? {rule}
    """,
    """
    series {@series}（{@month}月）
    issuer {@issuer}{gap}{@date}
    """,
    """
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    notice {english-name}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    series {@series}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    banner （{topic}{专辑|专刊|特刊}）
    """,
    """
    series {@series}
    banner （{topic}{专辑|专刊|特刊}）{gap}{@date}
    issuer {@issuer}
    """,
    """
    series {@series}
    issue {@year}年第{d}期（{季|月|双月}刊）{gap}总第{@total}期{gap}出版日期：{@date}
    issuer {@issuer}{主办|编}
    """,
    """
    series {@issuer}
    series {topic}{series-word}
    issue {@issue}{gap}{@date}
    """,
    """
    series {topic}{series-word}
    issue {@issue}{gap}{@date}
    issuer {@issuer}
    banner {slogan}
    """,
)

LAYOUTS["mastheads"] += (
    """
    >? masthead tops
    > masthead names
    > masthead numbers
    >? masthead ends
    """,
) * 25

LAYOUTS["masthead tops"] = (
    """
    notice {internal}
    """,
    """
    notice {internal}{gap}{编号：|№ |NO.}{@n}
    """,
    """
    notice {编号：|份号：|№}000{d}{d}
    """,
    """
    notice {准印证号|内资准字}：{@year}-{number2}号
    """,
    """
    notice {特急|加急|平急|急件}
    """,
    """
    notice {仅供领导参阅|供领导参阅|送阅件|阅后存档|（供领导参考）|内部情况 请勿外传|保存期限：一年}
    """,
    """
    banner {slogan}
    """,
    """
    banner {{topic}|“{quoted}”专项行动|创建全国文明城市|{@year}年{topic}宣传周}
    """,
    """
    foot {送|报|呈}：{recipients}
    """,
)

LAYOUTS["masthead names"] = (
    """
    series {@series}
    """,
    """
    series {@series}
    """,
    """
    series {@series}
    """,
    """
    series {简　　报|简 报|信　息|动　态|快  报|通　　报|工 作 简 报|要　　情|社 情 民 意|每 日 要 情|督 查 通 报|信 息 快 报}
    """,
    """
    series {@issuer}
    series {series-word}
    """,
    """
    series {topic}
    series {series-word}
    """,
    """
    series {@series}
    notice {english-name}
    """,
    """
    series {@series}
    banner {——{four}　{four}——|（{topic}专刊）|【{slogan}】|{slogan}}
    """,
    """
    issuer {@issuer}{|编|主办}
    series {@series}
    """,
)

LAYOUTS["masthead numbers"] = (
    """
    issue {@issue}
    issuer {@issuer}{|编|主办|编印}{gap}{@date}{|（{weekday}）|　{weekday}|{hour}时|}
    """,
    """
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    """,
    """
    issue {@issue}{gap}{@date}
    issuer? {主办：|编印：|编发单位：||}{@issuer}
    """,
    """
    issue {@issuer}{gap}{@issue}{gap}{@date}
    """,
    """
    issue {@issue} {bar} {@issuer} {bar} {@date}
    """,
    """
    issue {@date}{gap}{@issue}
    issuer? {@issuer}
    """,
    """
    issuer {@issuer}
    issue {@issue}
    date {@date}
    """,
    """
    issue {@issue}
    date {@date}{| {weekday}|（{weekday}）}
    issuer {@issuer}{|编|主办|编印}
    """,
    """
    issue {@issue}
    issuer {@issuer}
    date {@date}{|{hour}时}
    """,
    """
    issue {@issue}（{month}月{mday}日—{month}月{mday}日）
    issuer {@issuer}{gap}{@date}
    """,
    """
    issue {@issue}
    issuer {@issuer}{gap}{签发人：|签发：|审签：|编辑：}{person}{gap}{@date}
    """,
    """
    issue {期号|期数|刊期}：{@issue}
    issuer {主办|主办单位|编发单位|编印单位}：{@issuer}
    date {日期|编发日期|出刊日期|印发日期}：{@date}
    """,
    """
    date {@date}
    issue {@issue}
    issuer? {@issuer}
    """,
    """
    issuer {@issuer}{gap}{@date}
    issue {@issue}
    """,
)

LAYOUTS["masthead ends"] = (
    """
    rule {rule}
    """,
    """
    rule {rule}
    """,
    """
    banner {（{topic}专刊）|【{slogan}】|{slogan}|主题：{topic}}
    """,
    """
    foot {主编|责任编辑|编辑|责编|签发}：{person}{gap}{审核|校对|编辑}：{person}
    """,
    """
    foot {报|呈报|主送|送}：{recipients}
    foot {送|抄送|发}：{recipients}
    rule? {rule}
    """,
)

LAYOUTS["contents"] = (
    """
    toc= {contents-word}{：|　| }{entries}
    """,
    """
    toc {contents-word}
    toc= {entry}
    """,
    """
    toc {【{contents-word}】|★{contents-word}★|◆{contents-word}◆|≡{contents-word}≡|●{contents-word}|{contents-word}}
    toc= {@ornament/toc}{ |}{entry}
    """,
    """
    toc {contents-word}
    toc= {entry}{leader}{page-number}
    """,
    """
    toc {contents-word}：
    toc= {han}、{entry}
    """,
    """
    toc {contents-word}
    toc= {arabic}.{ |}{entry}
    rule? {rule}
    """,
    """
    toc= {@ornament/toc}{ |}{entry}
    """,
    """
    toc {contents-word}
    toc= {（{page-number}）|{page-number}版|[{page-number}]}{entry}
    """,
    """
    toc {contents-word}
    toc= ·{entry}{gap}（{page-number}）
    """,
    """
    rule {rule}
    toc {contents-word}
    toc= {arabic}、{entry}
    rule {rule}
    toc? {≡|}本期详情{≡|}
    """,
)

LAYOUTS["features"] = (
    """
    title {title}
    para {para}
    heading {han}、{heading}
    para* {para}
    caption? {caption}
    table {table}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    attr {attr}
    """,
    """
    title {place}{verb}“{quoted}”
    title+ {seven}
    para {para}
    heading {han}、{four}，{seven}
    para* {para}
    table {table}
    heading {han}、{four}，{seven}
    para* {para}
    attr {attr}
    """,
    """
    title {place}{verb}“{quoted}”
    title+ {seven}
    para* {para}
    attr? {attr}
    """,
    """
    title {place}{four}
    title+ {seven}
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    attr? {attr}
    """,
    """
    title {place}{verb}{topic}
    title+ {four} {four}
    byline? {byline}
    para* {para}
    attr? {attr}
    """,
    """
    kicker {four} {four}
    title {title}
    para* {para}
    """,
    """
    kicker {four} {four}
    title~ {long-title}
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
    """
    title {title}
    para {para}
    [
    heading {num-is}{heading}。
    para* {para}
    ]*
    attr? {attr}
    """,
    """
    title {short-title}
    subtitle ——{place}{|“{quoted}”}的{做法|探索|实践|做法与思考|调查}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    para* {han}、{heading}。{sentence}
    attr {attr}
    """,
    """
    title {title}
    para {para}
    heading 一、{heading}
    para* {para}
    heading 二、{heading}
    para* {para}
    heading? 三、{heading}
    para? {para}
    attr? {attr}
    """,
    """
    title {office}
    title+ {title}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    byline {office}
    para* {para}
    """,
    """
    title {title}
    para {para}
    heading {usual-heading}
    para* {para}
    heading {usual-heading}
    para* {para}
    heading? {usual-heading}
    para? {para}
    attr? {attr}
    """,
    """
    title {title}
    byline {office}{post}{gap}{person}
    para {para}
    para* {num-is}{heading}。{sentence}
    """,
    """
    title {title}
    para {para}
    heading {arabic}.{heading}
    para {para}
    heading {arabic}.{heading}
    para {para}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    para {odd-para}
    para* {item}
    para? {odd-para}
    attr? {attr}
    """,
    """
    title {title}
    para {odd-para}
    para {sentence}
    para* {item}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    para* {item}
    para {para}
    attr? {attr}
    """,
    """
    title {title}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    para* {para}
    attr {attr}
    """,
    """
    kicker? {kicker}
    title~ {long-title}
    subtitle? {subtitle}
    byline? {byline}
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    attr? {attr}
    """,
    """
    title {title}
    subtitle {subtitle}
    byline? {byline}
    para* {para}
    attr? {attr}
    """,
    """
    title~ {long-title}
    para {para}
    para* {han}、{heading}。{sentence}{sentence}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    [
    para {num-is}{heading}。{sentence}{sentence}
    ]*
    para? {para}
    attr {attr}
    """,
    """
    title {@ornament}{ |}{title}
    para* {para}
    attr? {attr}
    """,
    """
    title {han}、{title}
    para* {para}
    attr? {attr}
    """,
    """
    title {framed-title}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    heading （一）{heading}
    para* {para}
    heading （二）{heading}
    para* {para}
    heading? （三）{heading}
    para? {para}
    attr? {attr}
    """,
    """
    title~ {long-title}
    byline {office}
    para {para}
    [
    heading {han}、{heading}
    para* {bracketed}{heading}。{sentence}{sentence}
    ]*
    attr? {attr}
    """,
    """
    title {title}
    attr {attr}
    para* {para}
    """,
    """
    title {title}
    byline {byline}
    para* {para}
    """,
    """
    title {title}
    para {para}
    image? {}
    caption? {caption}
    para* {para}
    image? {}
    caption? {caption}
    attr? {attr}
    """,
    """
    kicker {kicker}
    title {title}
    para* {para}
    attr? {office}
    """,
    """
    title~ {long-title}
    para {preface}{sentence}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    para* {para}
    sign {office}
    sign {@date}
    """,
    """
    title {title}
    para* {para}
    attr {office}
    """,
    """
    para? {preface}
    para? {sentence}
    title {title}
    para {para}
    para* {num-is}{heading}。{sentence}
    attr {office}
    """,
    """
    title {han}、{title}
    para* {para}
    """,
    """
    title {short-title}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    byline {byline}
    para* {talk}{sentence}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    caption 表{d}{ |　}{topic}情况{表|}
    caption? 单位：{万人、%|人|亩|件|个}
    table {table}
    para? {注：|}{sentence}
    para* {para}
    """,
    """
    title~ {long-title}
    para {para}
    [
    heading {heading}
    para* {para}
    ]*
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    para* ——{heading}。{sentence}
    para {para}
    attr {attr}
    """,
    """
    title {title}
    para* {news-lead}{para}
    attr? {attr}
    """,
    """
    column? {column}
    title {title}
    para {talk}{sentence}
    para* {para}
    attr? {attr}
    """,
    """
    title {office}{与|、|携手|和}
    title+ {office}{verb}{topic}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    para {para}
    para* {para}
    para （{摘自《{stem}日报》|据《{stem}日报》等整理|摘自《{topic}参考》第{d}期}）
    """,
    """
    title {title}
    para* {para}
    page （{下转|上接}第{d}{版|页}）
    para* {para}
    attr? {attr}
    """,
    """
    title {short-title}
    para {lead}{sentence}
    title {short-title}
    para {lead}{sentence}
    title {short-title}
    para {lead}{sentence}
    """,
)

LAYOUTS["features"] += (
    """
    title {seven}
    title+ {seven}
    para* {para}
    attr? {attr}
    """,
    """
    title {four} {four}
    title+ {place}{verb}{topic}
    para* {para}
    attr? {attr}
    """,
    """
    title {案例|典型案例|事例}{han}：{short-title}
    heading {基本案情|案情简介|基本情况|问题线索}
    para {para}
    heading {裁判结果|处理结果|处置情况|整改情况}
    para {para}
    heading? {典型意义|案例启示|警示|评析}
    para? {para}
    """,
    """
    title {案例|典型案例|事例|做法|典型}{han}{：|　}{short-title}
    para* {para}
    attr? {attr}
    """,
    """
    title {han}、{title}
    para? {para}
    [
    heading {bracketed}{heading}
    para* {para}
    ]*
    """,
    """
    title {title}
    para {para}
    [
    heading {雨情|水情|灾情|粮油平稳|猪肉回落|现状|问题|对策|起因|做法|成效|启示}
    para* {para}
    ]*
    attr? {attr}
    """,
    """
    title {title}
    para （{month}月{mday}日—{month}月{mday}日）
    para* {para}
    attr? {attr}
    """,
)

LAYOUTS["short articles"] = (
    """
    kicker {place}
    title {title}
    para* {para}
    """,
    """
    kicker {topic}{侧记|见闻|在行动|进行时|掠影|纪实}
    title {short-title}
    para {para}
    attr? {attr}
    """,
    """
    kicker {{four}|{seven}|{office}|本期关注|“{quoted}”专题}
    title {title}
    para* {para}
    """,
    """
    title {numbered-word}{short-title}
    para {lead}{sentence}
    attr? {attr}
    """,
    """
    title {circled}{ |}{title}
    para {lead}{sentence}
    attr? {attr}
    """,
    """
    title {short-title}
    byline {surname}{given}
    para* {para}
    """,
    """
    kicker 之{han}：
    title {title}
    para* {para}
    attr? {attr}
    """,
    """
    title {short-title}
    para {lead}{sentence}
    attr? {attr}
    """,
    """
    title {title}
    para {lead}{sentence}
    attr {office}
    """,
    """
    title {@ornament} {title}
    para {lead}
    attr? {attr}
    """,
    """
    title {han}、{title}
    para {lead}{sentence}
    """,
    """
    title {bold-title}
    para {lead}{sentence}{|{attr}}
    """,
    """
    title {bracketed}{title}
    para {lead}{sentence}
    """,
    """
    title {title}
    para {para}
    attr? {attr}
    """,
    """
    title {title}
    para {lead}{attr}
    """,
    """
    title {@ornament}{title}
    para {lead}{sentence}
    """,
    """
    title {arabic}.{title}
    para {lead}{sentence}
    """,
    """
    title {title}
    para {news-lead}{lead}{sentence}
    """,
    """
    title {han}、{title}
    para {para}
    attr {attr}
    """,
    """
    title {title}
    para* {para}
    """,
    """
    title 【{title}】
    para {para}
    """,
    """
    title {title}
    para {lead}
    para? {sentence}
    attr {attr}
    """,
    """
    title {arabic}{．|、|. }{title}
    para {lead}{sentence}
    attr? {attr}
    """,
    """
    title {arabic}{．|、|. }{place}{verb}{topic}
    para {lead}
    """,
)

LAYOUTS["briefs"] = (
    """
    brief {brief-title}。{lead}{sentence}{|{attr}}
    """,
    """
    brief {@ornament}{ |}{brief-title}。{lead}{|{attr}}
    """,
    """
    brief {brief-title}{ |  |　}{lead}{sentence}
    attr? {attr}
    """,
    """
    brief 【{brief-title}】{lead}{sentence}{|{attr}}
    """,
    """
    brief 【{place}】{brief-title}。{lead}{|{attr}}
    """,
    """
    brief {arabic}.{brief-title}。{lead}{sentence}{|{attr}}
    """,
    """
    brief {han}、{brief-title}。{lead}{sentence}
    """,
    """
    brief {news-lead}{lead}{sentence}
    """,
    """
    brief {place}讯 {lead}{sentence}
    """,
    """
    brief {@ornament}{place}：{brief-title}。{lead}{sentence}
    attr? {attr}
    """,
    """
    brief {brief-title}：{lead}{sentence}
    """,
)

LAYOUTS["briefs without titles"] = (
    """
    brief {@ornament}{lead}{|{attr}}
    """,
    """
    brief {news-lead}{lead}{sentence}
    """,
    """
    brief {lead}{sentence}{attr}
    """,
)

LAYOUTS["marked briefs"] = (
    """
    brief {@ornament}{brief-title}。{lead}{sentence}
    """,
    """
    brief 【{brief-title}】{lead}{sentence}
    """,
    """
    brief {arabic}、{brief-title}。{lead}{sentence}
    """,
)

LAYOUTS["columns of briefs"] = (
    """
    column {@ornament}{一句话新闻|简明新闻|短讯|简讯}
    brief* {@ornament}{lead}{|{attr}}
    """,
    """
    column {column}
    >* briefs
    """,
    """
    column {column}
    >* briefs
    """,
    """
    column {column}
    title {title}
    para {para}
    attr? {attr}
    >* briefs
    """,
    """
    column {column}
    >* short articles
    """,
)

LAYOUTS["columns"] = (
    """
    column {han}、{column-name}
    >* short articles
    """,
    """
    title {column}
    para* {para}
    """,
    """
    title {column}
    para* {@ornament}{lead}{|{attr}}
    attr? {attr}
    """,
    """
    title {column}
    para* 【{place}】{verb}{topic}，完成任务{number}项。
    """,
    """
    title {column}
    para* {item}
    """,
    """
    title {column}
    table {table}
    para? {para}
    """,
    """
    column {column}
    title {title}
    byline? {byline}
    para {para}
    para* {num-is}{heading}。{sentence}
    attr? {attr}
    """,
    """
    column {column}
    >* short articles
    """,
    """
    column {column}
    > features
    """,
    """
    column {column}
    >* features
    """,
    """
    column {column}
    >* briefs
    """,
    """
    column {column-name}
    [
    title {title}
    para {para}
    attr? {attr}
    ]*
    """,
    """
    column {@ornament}{column-name}
    [
    title {title}
    para {lead}
    ]*
    """,
    """
    title {ornament}{简讯|短讯|动态集锦|一线掠影|县区动态|工作掠影|一句话新闻}
    para* {@ornament/item}{office}{verb}{topic}，{sentence}
    """,
    """
    title {ornament}{简讯|短讯|动态集锦|一线掠影|县区动态|工作掠影}{ornament}
    para* {@ornament/item}{md}，{office}{verb}{topic}。
    """,
    """
    title 【{动态集锦|简讯|县区动态|数说}】
    para* {@ornament/item}{place}{verb}{topic}，{sentence}
    """,
)

LAYOUTS["delegations"] = (
    """
    title {title}
    [
    heading 第{han}代表团
    para* {surname}{given}代表说，{sentence}
    ]*
    """,
    """
    title {title}
    para? {para}
    [
    heading 第{han}组
    para* {surname}{given}{委员|代表}{说|认为|建议}：{sentence}
    ]*
    attr? （{第{small}组|秘书组|宣传组|简报组}{ 供稿|}）
    """,
    """
    title {surname}{given}委员：{title}
    para* {para}
    attr? （第{small}组供稿）
    """,
)

LAYOUTS["reports"] = (
    """
    title {@city}{@year}年{一季度|三季度|上半年|{month}月份}{topic}{通报|公报|简况}
    issuer {@issuer}
    date {@date}
    para {para}
    table {table}
    para? {para}
    """,
    """
    para {preface}{sentence}
    title {title}
    subtitle {subtitle}
    para {para}
    para* {num-is}{heading}。{sentence}
    attr? {attr}
    """,
    """
    para {preface}{sentence}
    title {title}
    para* {para}
    attr? {attr}
    """,
    """
    [
    heading {arabic} {heading}
    heading? {d}.{d} {heading}
    para* {para}
    ]*
    """,
    """
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
    """
    [
    heading 第{han}部分 {heading}
    heading? {han}、{heading}
    para* {para}
    ]*
    """,
    """
    title {@issuer}
    title+ 关于{topic}情况的{报告|专报|通报|请示}
    para? {office}：
    para {para}
    para* {arabic}.{heading}。
    sign? {@issuer}
    sign? {@date}
    """,
    """
    title {document-title}
    para {para}
    heading 基本情况
    para* {para}
    heading 存在问题
    para* {para}
    heading {下步打算|下一步工作|有关要求|意见建议|整改要求}
    para* {para}
    para? 附件：{topic}清单
    para* {arabic}.{place}：{number2}处
    """,
    """
    heading {arabic}.{heading}
    para {para}
    heading {arabic}.{heading}
    heading 2.1 {heading}
    para {para}
    heading 2.2 {heading}
    para* {para}
    """,
    """
    title 关于{topic}情况的通报
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    para 附件：1.{topic}{document-kind}
    para 2.{heading}清单
    para 附件1
    heading {topic}情况
    table {table}
    para 附件2
    heading {heading}清单
    para* {arabic}.{place}：{topic}台账不全。
    """,
    """
    title~ 关于{topic}工作进展情况的报告
    para {office}：
    para {para}
    [
    heading {han}、{heading}
    heading （一）{heading}
    para* {arabic}.{heading}。{sentence}
    heading （二）{heading}
    para* {para}
    ]*
    para 专此报告。
    sign {@issuer}
    sign? {@date}
    """,
    """
    title~ {@county}{topic}工作情况{报告|汇报|通报}
    para? {@issuer}：
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    para? 特此报告。
    sign {@issuer}
    sign {@date}
    """,
    """
    heading {han}、总体情况
    para* {para}
    caption 表1  {topic}情况
    table {table}
    para? 注：数据来源于{topic}直报系统。
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
    """
    title {topic}{month}月份{分析|通报|运行情况|监测情况|形势分析}
    para {para}
    [
    heading {han}、{heading}
    para {para}
    table? {table}
    ]*
    """,
    """
    title {place}发生{事故|火灾|洪涝灾害|交通事故}
    para* {para}
    attr? {attr}
    """,
    """
    title 第{han}部分{ |　}{heading}
    para* {para}
    """,
    """
    title {document-title}
    para {para}
    [
    heading {han}、{heading}
    heading （一）{heading}
    para {para}
    heading （二）{heading}
    para {para}
    ]*
    para? 专此报告。
    sign {@issuer}
    sign? {@date}
    """,
    """
    series {topic}{series-word}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    title {title}
    para {para}
    para {topic}情况如下：
    para* {township} {number} {number}{元|人|户|亩} {percent}
    para {sentence}
    foot? 报：{recipients}
    """,
    """
    title {title}
    para {para}
    para 序号 {单位|乡镇|名称} {数量|人数|面积} {完成率|占比|备注}
    para* {d} {township} {number}{人|户|亩|} {percent}
    para? {sentence}
    """,
)

LAYOUTS["page heads"] = (
    """
    meta {@date}{| {weekday}} 第0{d}版：{column-name}
    title {@title}
    byline {本报|}记者 {person}{| 通讯员 {person}}
    """,
    """
    title {@title}
    meta {时间：|日期：|发布时间：|}{@iso} {clock} 来源：{source} {浏览：{number}次|阅读：{number}|}
    nav 字号：[大] [中] [小] {打印 关闭|打印本页|}
    """,
    """
    title {@title}{ [{@iso}]|（{@iso}）|{@iso}}
    """,
    """
    title {@title}
    meta {@iso} {clock}　来源：{source}　作者：{person}
    nav {评论({number2})　收藏　分享　举报|打印字体：放大正常缩小分享|打印 字体：放大 正常 缩小 分享|A- A A+|阅读模式 朗读}
    """,
    """
    title {@year}年{@city}{topic}培训班在{office}{圆满结束|成功举办|顺利举行}！
    meta? {@iso}
    """,
    """
    title {@title}
    byline {person}{office}{post}
    meta 最后更新: {@iso} {clock}
    """,
    """
    title {series-word}
    meta 第{@n}期　{@iso} {clock}
    """,
    """
    meta http://{stem-latin}.{stem-latin}.example/{@year}/{number}{d}.html
    title {@title}
    meta? {@iso}
    """,
    """
    title {@title}
    meta {来源丨|来源|来源 {bar} |来源：}{source}
    """,
    """
    title {@title}
    meta {日期丨|}{@iso}
    meta? {作者丨|作者 {bar} }{person}
    """,
    """
    title {@title}
    byline {person}{office}{post}
    meta {最后更新: |更新时间：|}{@iso} {clock}
    """,
    """
    title {@title}
    meta 来源于：{office} {发布日期：{@iso}|更新时间：{@iso} {clock}|}
    """,
    """
    title {@title}
    meta {person}{{gap}|}{stem}{教育|发布|卫健|融媒|应急}{{gap}|}{昨天|今天|前天|3天前|{@iso}}
    """,
    """
    title {@title}
    meta {@iso}{ {clock}|} {source} {举报|分享至|收藏|}
    """,
    """
    nav {month}月
    meta {mday}{ |}{@year}-{month}
    title {@title}
    """,
    """
    title {@title}
    meta {供稿|来源|撰稿}：{source}　{发布|录入|上传}时间：{@iso}　{点击|阅读|人气}：[{number}]
    """,
    """
    title {@title}
    meta 发表日期：{@iso}　作者：{person}　出处：{source}　【{编辑|录入}：{person}】
    """,
    """
    title {@title}
    meta 更新于 {@iso}
    meta {number} 次浏览
    """,
    """
    title {@title}
    meta 公开日期：{@iso}{gap}公开机构：{office}
    nav? 【字体：大 中 小】
    """,
    """
    title {@title}
    meta {source}
    """,
    """
    title {@title}
    title+ {——|—— |}{seven}
    meta {@iso} 来源： {source} 编辑： {person}
    """,
    """
    title {@title}
    meta 信息来源：{office}
    meta 信息提供日期：{@iso}
    meta {视力保护色：|浏览次数：{number}}
    """,
    """
    title {@title}
    nav {已有 {number} 人浏览|热度：{number}}
    meta 时间：{@iso}　来源：{source}　作者：{person} {摄影：{person}|}
    """,
    """
    title {@title}
    meta {来源：|信息来源：|}{source-name}{gap}{发布时间：|时间：|日期：|发布日期：}{@iso}{gap}{浏览次数：{number}|阅读：{number}次|作者：{person}|}
    """,
    """
    title {@title}
    meta 发布时间：{@iso} {clock}{gap}来源：{office}{gap}{浏览量：{number}|字体：[大 中 小]|责任编辑：{person}|点击：}
    """,
    """
    title {@title}
    meta {@iso} {clock}
    meta 来源：{source}
    """,
    """
    title {@title}
    meta {@iso} {clock} {source-name}
    """,
    """
    title {@title}
    meta 时间：{@iso}
    meta 来源：{source}
    meta? 作者：{person}
    nav? 字号：大 中 小
    """,
    """
    title~ {long-title}
    meta {[{@iso}]|【{@iso}】|{@iso}} {浏览{number}次|{number}阅读|人气：{number}}
    """,
    """
    meta {@iso} {clock}{gap}{source}
    title {@title}
    """,
    """
    title {@title}
    subtitle? {subtitle}
    meta 信息来源：{office}  发布人：{person}  发布时间：{@iso}  {点击数：{number}|}
    """,
    """
    title {@title}
    byline {person}
    meta {@iso}{ {clock}|}
    """,
    """
    title {@title}
    meta {发布者：|作者：|编辑：}{person}{发布时间：|  时间：}{@iso}{浏览次数：|点击：}{number}
    """,
    """
    title {@title}
    date {@date}
    """,
    """
    title {@title}
    meta 发表于{@iso} {clock}{bar} {number}次阅读{bar} 来源 {source} {bar} {d} 条评论{bar} 作者 {person}
    """,
    """
    title {@title}
    meta {@year}年{month}月{mday}日 {clock} {bar} {source}
    nav {字体：|}大 中 小 {打印|分享}
    """,
    """
    title {@title}
    nav {button}
    meta 发布日期：{@iso}
    meta 来源：{source} {阅读次数：{number}|}
    nav {button}
    """,
    """
    kicker? {kicker}
    title {@title}
    meta 日期：{@iso}　{部门：|供稿：|单位：}{office}　{审核：{person}|编辑：{person}|}
    """,
    """
    dup {@title}
    title {@title}
    meta 发布时间：{@iso}{gap}来源：{source}
    """,
    """
    title {@title}
    meta 最后更新: {@iso} {clock}
    byline {person}{ {office}{post}|}
    """,
    """
    > cards
    title {@title}
    meta 发布时间：{@iso} {clock} 来源：{source}
    """,
    """
    title 【{office}】{@title}
    meta 来源:{source} 发布时间:{@iso} {clock}
    """,
    """
    title {@title}
    meta {source}　{@iso}　{编辑：|责任编辑：}{person}
    """,
    """
    title {@title}
    nav 已有{number}人浏览
    meta {@date}
    """,
)

LAYOUTS["bulletin page heads"] = (
    """
    dup {@series}{ |}{@issue}
    meta {发布时间：|发布日期：|时间：|}{@iso}{ {clock}|}{　来源：{source}|}
    """,
    """
    dup {@series}{ |}{@issue}
    """,
    """
    dup {@issuer}{@series}{ |}{@issue}
    meta 来源：{source}　发布时间：{@iso}　{浏览|点击|阅读}次数：{number}
    """,
)

LAYOUTS["page texts"] = (
    """
    para* {para}
    [
    heading {numbered-part}{short-title}
    para* {para}
    ]*
    foot? {撰文|文稿|编辑|排版|视频|设计}{bar}{person}{|　{校对|审核}{bar}{person}}
    """,
    """
    para* {para}
    heading {four}{verb}“{quoted}”{topic}
    para* {para}
    heading {four}{verb}{topic}
    para {para}
    [
    heading {num-is}{heading}。
    para* {para}
    ]*
    heading {four}{verb}“{quoted}”{topic}
    para* {para}
    """,
    """
    para {para}
    [
    heading {title}
    para* {para}
    ]*
    """,
    """
    para* {para}
    foot? {（责任编辑：|责任编辑：|编辑：|（编辑：}{person}{）|）||}
    """,
    """
    para* {para}
    """,
    """
    para {news-lead}{para}
    para* {para}
    attr? （{person}）
    """,
    """
    image? {}
    caption? {caption}
    para* {para}
    image? {}
    caption? {caption}
    para* {para}
    byline? {供稿：|撰稿：|文/|文字：}{person}{ 摄影：{person}| 图/{person}|}
    """,
    """
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    sign? {office}
    sign? {@date}
    """,
    """
    para* {para}
    attr {attr}
    """,
    """
    para {para}
    [
    heading {heading}
    para* {para}
    ]*
    foot? 编辑：{person}　审核：{person}
    """,
    """
    para* {para}
    foot 初审：{person}
    foot 复审：{person}
    foot 终审：{person}
    """,
    """
    para* {para}
    foot （{撰稿|供稿|编辑}：{person}　{审核|编审|校对}：{person}）
    """,
    """
    para {para}
    caption 表{d} {topic}情况
    table {table}
    para* {para}
    """,
    """
    >* marked briefs
    """,
    """
    para? {para}
    para 问：{topic}{如何办理|有哪些要求|的范围是什么|从什么时候开始}？
    para 答：{sentence}
    para 问：{topic}{需要带什么材料|怎么申请|有哪些变化}？
    para* 答：{sentence}
    """,
    """
    para? {para}
    heading {arabic}.{topic}{如何办理|有哪些要求|是什么}？
    para {sentence}
    heading {arabic}.{topic}{怎么申请|有哪些变化}？
    para* {sentence}
    """,
    """
    para （原标题：{@title}）
    para* {para}
    nav? 本文来源：{source} 责任编辑：{person}
    """,
    """
    para* {odd-para}
    para {para}
    para* {odd-para}
    """,
    """
    para* {short-para}
    para* {para}
    """,
    """
    para* {para}
    foot {来源：|（来源：|信息来源：}{source}{）|}
    foot? {责编：|编辑：|（责任编辑：}{person}{）|}
    """,
    """
    para {para}
    para* {num-is}{heading}。{sentence}
    para? {para}
    """,
    """
    para {para}
    nav 1 2 3 下一页 {尾页|末页|}
    """,
    """
    table {table}
    para* {para}
    """,
    """
    para {recipients}：
    para* {para}
    para* {han}、{heading}。{sentence}
    sign {office}
    sign {@date}
    """,
    """
    para {activity-time}
    para {活动地点：|地点：}{village}
    para* {para}
    """,
    """
    para* {para}
    para {附件：|附：}{arabic}.{topic}{document-kind}.{doc|pdf|xlsx|docx}
    """,
    """
    image {}
    caption {caption}
    para {lead}
    image {}
    caption {caption}
    para {para}
    """,
)

LAYOUTS["chrome above"] = (
    """
    nav {您当前的位置：|当前位置：|您的位置：|现在位置：|您所在的位置：}{首页|网站首页} {>|>>|＞|»|/} {menu-word} {>|>>|＞|»|/} {column-name}{|> 正文}
    """,
    """
    nav {menu-word}
    nav* {menu-word}
    nav 首页 > {menu-word} > {column-name}
    """,
    """
    nav 今天是{@date} {weekday}{，欢迎访问{@county}{site}|}
    nav {menu-word}{bar}{menu-word}{bar}{menu-word}{bar}{menu-word}
    nav 当前位置：首页>>{menu-word}>>正文
    """,
    """
    nav {@county}{site}
    nav {menu-word} {menu-word} {menu-word} {menu-word} {menu-word}
    """,
    """
    nav {登录|注册|登录 {bar} 注册|无障碍浏览|长者模式|繁体 {bar} 简体|English}
    nav 请输入关键字
    nav 搜索
    [
    nav {menu-word}
    ]*
    nav 您现在的位置：{首页|主页}>{menu-word}>{column-name}>正文
    """,
    """
    nav 返回顶部
    """,
    """
    nav {@county}{bureau}
    nav 首页 >> {menu-word} >> {column-name}
    """,
    """
    nav 今天是,欢迎访问{@county}{site}
    nav 您当前所在位置: 首页 > {menu-word} > {column-name}
    """,
    """
    nav 繁{bar}简{gap}长者助手
    nav {menu-word}
    nav {menu-word}
    nav {menu-word}
    nav {menu-word}
    """,
    """
    nav {@city}{site} > {menu-word} > {column-name}
    nav? {button}
    """,
    """
    nav {column-name}
    """,
    """
    image {}
    nav* {menu-word}
    """,
)

LAYOUTS["chrome below"] = (
    """
    nav 热门评论
    nav* 用户{number}：{talk}
    nav {related-head}
    nav* {short-title}
    """,
    """
    nav 本文来源：{source} 责任编辑：{person}_{number}
    nav* {title}
    """,
    """
    nav 1
    nav 2
    nav 下一页
    nav 尾页
    """,
    """
    nav {收藏|点赞}（{d}）
    nav 分享到
    nav 热门评论
    nav 查看全部{number2}条评论
    """,
    """
    nav {举报电话|违法和不良信息举报电话}：{phone}
    nav 网站标识码：{number}{number}
    nav 建议使用1366*768分辨率/IE9.0以上版本浏览器访问
    """,
    """
    nav [ 打印 ] [ 关闭 ]
    nav {友情链接|相关网站}
    nav {@county}{bureau}
    nav {@city}{bureau}
    nav 中国政府网
    """,
    """
    nav 责任编辑：{person}
    nav 扫码看手机版
    nav 您可能感兴趣的文章
    nav* {title}
    """,
    """
    nav 点赞 {number2}
    nav 上一篇：{title}
    nav 下一篇：{title}
    nav 主办：{@county}{bureau} 承办：{@county}{body}
    """,
    """
    nav {上一篇：|上一条：|上一篇:|【上一篇】}{title}
    nav {下一篇：|下一条：|下一篇:|【下一篇】}{title}
    """,
    """
    nav {button}
    nav? {button}
    nav {主办单位：|主办：|版权所有：|版权所有 }{@county}{bureau}
    nav {地址：{@county}府前路{number2}号 邮编：{phone}|联系电话：{phone}|技术支持：{stem}科技有限公司}
    nav {豫|湘|鲁|川|苏}ICP备{number}{number}号{-1| 公网安备 41{number}02{number}号|}
    """,
    """
    nav {related-head}
    nav* {title}
    nav? {button}
    """,
    """
    nav {related-head}
    nav* {ornament}{title}{ {@iso}| [{month}-{mday}]|}
    nav Copyright © {@year} {@county}{site} All Rights Reserved
    """,
    """
    nav {分享到：|分享：|分享至}{微信|微博|QQ空间|}
    nav {【打印】【关闭】|【打印本页】 【关闭窗口】|打印 关闭|打印本页 关闭窗口}
    nav? 上一篇：没有了
    nav? 下一篇：{title}
    """,
    """
    nav 版权所有：{@issuer}{ 网站标识码：{number}{number}|}
    """,
    """
    nav 赞
    nav {d}
    nav 分享
    nav 我要评论
    nav 已输入0字
    """,
    """
    nav {related-head}
    nav {title}
    nav {title}
    nav {title}
    nav 网站地图 {bar} 联系我们 {bar} 关于我们
    nav {@county}{site}版权所有 未经许可不得转载
    """,
    """
    nav 扫一扫在手机打开当前页
    nav? {button}
    """,
    """
    nav 来源：{source}  编辑：{person}
    nav 相关附件
    nav 返回列表
    """,
    """
    nav {button}
    """,
    """
    nav 文章评论
    nav 还没有评论，快来抢沙发吧！
    nav {related-head}
    nav* {title}
    """,
)

LAYOUTS["cards"] = (
    """
    card 索引号：{bar} {index} {bar} 发布机构：{bar} {@issuer}
    card 主题分类：{bar} {classification} {bar} 文号：{bar} {@docno}
    card? 名称：{bar} {@title}
    """,
    """
    card 信息名称：{@title}
    card 信息索引：{index}{gap}生成日期：{@iso}
    card 发文机构：{office}{gap}文号：{@docno}
    card? 有效状态：{有效|已废止}
    """,
    """
    card 标题：{@title}
    card 文号：{@docno}
    card 发布日期：{@iso}
    card 来源：{source}
    """,
    """
    card 索引号：{index}
    card 主题分类：{classification}
    card 发文机关：{@issuer}
    card 成文日期：{@date}
    card 标题：{@title}
    card 发文字号：{@docno}
    card 发布日期：{@iso}
    card? 有效性：{有效|}
    """,
    """
    card 索 引 号：{index}{gap}主题分类：{classification}
    card 发布机构：{@issuer}{gap}发文日期：{@iso}
    card 名　　称：{@title}
    card 文　　号：{@docno}{gap}主题词：{topic}
    """,
    """
    card 索引号
    card {index}
    card 信息分类
    card {classification}
    card 发布机构
    card {@issuer}
    card 发文字号
    card {@docno}
    card 生成日期
    card {@date}
    card 名称
    card {@title}
    """,
    """
    card {索取号|索引号|信息索取号}:{index}
    card 组配分类:{classification}
    card 公开范围:{全部公开|主动公开}
    card 公开日期:{@iso}
    card 信息名称:{@title}
    card? 内容概述:{topic}{document-kind}
    """,
    """
    card • 索引号:
    card {index}
    card • 主题分类:
    card • 发文机构:
    card {@issuer}
    card • 发文字号:
    card {@docno}
    card • 发文日期:
    card {@iso} {clock}
    card • 有效性:
    """,
    """
    table 索引号\t{index}\t主题分类\t{classification}|发布机构\t{@issuer}\t发文日期\t{@date}|名称\t{@title}\t文号\t{@docno}
    """,
    """
    card 号: {index} 信息分类: {classification}
    card 发文机关: {@issuer} 主题分类: {classification}
    card 成文日期: {@iso} 发布日期: {@iso} {clock}
    card 发文字号: {@docno} 性: 有效
    card 标  题: {@title}
    card? 政策咨询机关: {office} 政策咨询电话: {phone}
    """,
    """
    card 文章标题：{@title}
    card 来源：{source}
    card 作者：{person}
    card 发布时间：{@iso}
    card? 关键词：{topic}
    """,
)

LAYOUTS["official documents"] = (
    """
    series {@issuer}文件
    docno {@docno}
    rule? {rule}
    title~ {@issuer}关于{verb}{topic}工作的{document-kind}
    para {recipients}：
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    para? 附件：{|1.}{topic}{document-kind}
    para? 2.{topic}{document-kind}
    sign {@issuer}
    sign {@date}
    para? （此件公开发布）
    foot? 抄送：{recipients}
    foot? {@issuer}{gap}{@date}印发
    """,
    """
    title~ {@issuer}关于印发{@county}{topic}实施方案的通知
    docno {@docno}
    para {recipients}：
    para {para}
    sign {@issuer}
    sign {@date}
    heading {@county}{topic}实施方案
    para {para}
    [
    heading {han}、{heading}
    para* {bracketed}{heading}。{sentence}
    ]*
    foot? 抄送：{recipients}
    """,
    """
    series {@issuer}文件
    docno {@docno}
    title {@issuer}
    title+ 关于{verb}{topic}工作的{document-kind}
    para {recipients}：
    para {para}
    para 附件：1.{topic}{document-kind}
    para 2.{topic}一览表
    sign {@issuer}
    sign {@date}
    para （{此件公开发布|此件主动公开|信息公开形式：主动公开|此件不公开}）
    heading {topic}{document-kind}
    para? （{@year}—2030年）
    para {para}
    [
    heading {han}、{heading}
    heading? （一）{heading}
    para* {arabic}.{heading}。{sentence}
    ]*
    foot? {@issuer}办公室{gap}{@date}印发
    """,
    """
    title {@issuer}关于{topic}情况的通报
    para? （截至{@date}）
    docno? {@docno}
    para {recipients}：
    para {para}
    [
    heading {bracketed}{topic}
    para* {arabic}、{heading}：{sentence}
    ]*
    para? 附件：{topic}统计表
    table {table}
    sign {@issuer}
    sign {@date}
    """,
    """
    docno {@docno}
    title~ 关于{verb}{topic}工作的{document-kind}
    para {recipients}：
    para* {para}
    sign {@issuer}
    sign {@date}
    """,
    """
    docno {@docno}{gap}签发人：{person}
    title~ {@issuer}关于{topic}情况的报告
    para {office}：
    para* {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    para 特此报告。
    sign {@issuer}
    sign {@date}
    para? （联系人：{person}，联系电话：{phone}）
    """,
    """
    title {@county}{topic}{管理办法|工作规则|实施细则|暂行规定}
    heading 第一章　总则
    para* 第{han}条　{sentence}
    heading 第二章　{heading}
    para* 第{han}条　{sentence}
    heading? 第三章 附则
    para? 第{han}条 本办法自发布之日起施行。
    """,
    """
    title {document-title}
    para* {para}
    sign {@issuer}{gap}
    sign {@date}
    """,
    """
    title {公告|通告|公示|{topic}公告}
    para* {para}
    sign {@issuer}
    sign {@date}
    """,
    """
    title~ {long-title}
    date? （{@date}）
    byline {person}
    para 同志们：
    para* {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
)

LAYOUTS["letters"] = (
    """
    title {@issuer}
    title+ 关于{解决|拨付|申请|商请|报送}{topic}{资金|经费|材料|事宜}的{请示|函|报告}
    para {office}：
    para* {para}
    para {妥否，请批示。|当否，请批示。|特此函请。|专此报告。}
    sign {@issuer}
    sign {@date}
    para? （联系人：{person}，电话：{phone}）
    """,
    """
    title {感谢信|倡议书|慰问信|公开信|表扬信|邀请函|决心书|贺信|讣告|证明|声明}
    para {office}：
    para* {para}
    para? 此致
    para? 敬礼！
    sign {@issuer}
    sign {@date}
    """,
    """
    title {@issuer}
    title+ 关于对{@county}第{small}届人大{small}次会议第{number2}号建议的答复
    para {person}{代表|委员}：
    para* {para}
    sign {@issuer}
    sign {@date}
    """,
    """
    series? {@issuer}
    docno? {@docno}
    title 关于{topic}的{函|复函|请示|批复}
    para {office}：
    para* {para}
    para {妥否，请函复。|特此函告。|当否，请批示。|特此函复。}
    para? 联系人：{person}    联系电话：{phone}
    sign {@issuer}
    sign {@date}
    """,
    """
    title 关于{@county}第{small}届人大{small}次会议第{number2}号建议办理情况的答复函
    para {person}代表：
    para {para}
    para* {han}、关于{topic}的问题。{sentence}
    para 感谢您的关心！
    para? 联系人：{person}{gap}联系电话：{phone}
    sign {@issuer}
    sign {@date}
    """,
    """
    title {致全市{topic}工作者的一封信|感谢信|倡议书|慰问信}
    para {office}：
    para* {para}
    para 此致
    para 敬礼！
    sign {@issuer}
    sign {@date}
    """,
)

LAYOUTS["chronicles"] = (
    """
    title {@county}{@year}年{month}月大事记
    para* {@ornament/day}{mday}日{——|　|，}{sentence}
    sign? {@issuer}{|整理}
    """,
    """
    title {@issuer}{@year}年{month}月大事记
    para* {mday}日，{sentence}
    para* {mday}日，{sentence}
    sign? {@issuer}
    sign? {@date}
    """,
    """
    title {@county}大事记
    date {@year}年{month}月
    para* {mday}日 {sentence}
    para* {mday}日 {sentence}
    sign? {@issuer}
    sign? {@date}
    """,
    """
    title {@issuer}大事记
    date （{@year}年{month}月）
    para* {month}月{mday}日　{sentence}
    para* {month}月{mday}日　{sentence}
    sign? {@issuer}{|整理}
    """,
    """
    title {@county}大事记（{@year}年）
    [
    heading {month}月
    para* {mday}日　{sentence}
    ]*
    """,
)

LAYOUTS["minutes"] = (
    """
    series {@issuer}{会议纪要|办公会议纪要}
    issue {@issue}
    issuer {@issuer}{gap}{@date}
    rule? {rule}
    title {@year}年第{small}次{主任办公会|党组会议|常务会议|校长办公会}纪要
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    para 出席：{person}、{person}、{person}
    para? 列席：{person}、{person}
    para? 记录：{person}
    foot? 抄送：{recipients}
    """,
    """
    title {topic}{meeting}纪要
    para 时间：{@date}
    para 地点：{stem}会议室
    para 主持人：{person}
    para 参会人员：{person} {person} {person}
    para* {para}
    para* {han}、{sentence}
    sign? {@issuer}
    sign? {@date}
    """,
    """
    series {@issuer}{会议纪要|党组会议纪要|党组会议记录}
    issue {第{small}次|〔{@year}〕{@n}号|{@year}年第{d}次}
    para {md}，{person}主持召开会议，{sentence}
    para* {han}、{sentence}
    sign? {@date}
    """,
)

LAYOUTS["schedules"] = (
    """
    title {@issuer}{一周工作安排|周工作计划|{month}月份工作安排}
    para? （{@date}）
    [
    heading {weekday}（{month}月{mday}日）
    para* {上午|下午}{d}:30　{office}{meeting}　{三楼会议室|县委礼堂|报告厅}
    ]*
    sign? {@issuer}
    sign? {@date}
    """,
    """
    title {topic}{month}月值班表
    table {table}
    para* {para}
    sign? {@issuer}
    """,
)

LAYOUTS["articles without a frame"] = (
    """
    title {topic}{问题研究|现状与对策|调查与思考|路径研究}
    subtitle? ——以{place}为例
    byline {课题组组长：|课题组：|作者：|}{person}
    byline? 成　员：{person}　{person}
    byline? 执　笔：{person}
    para? 摘　要：{sentence}
    para? 关键词：{topic}；{topic}
    [
    heading {han}、{usual-heading}
    para* {bracketed}{heading}。{sentence}
    para? {para}
    ]*
    para? 参考文献：
    sign? {office}
    """,
    """
    title {title}
    para* {para}
    """,
    """
    title~ {long-title}
    byline {person}
    para* {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
    """
    para {para}
    [
    heading {han}、{heading}
    para* {para}
    ]*
    """,
    """
    title {title}
    byline {（{office}）|{office}}
    para* {para}
    attr? {attr}
    """,
    """
    title {title}
    subtitle {subtitle}
    byline {person}　{person}
    para* {para}
    para? {附：|作者单位：}{office}
    """,
    """
    title {title}
    para {para}
    [
    heading {heading}
    para* {para}
    ]*
    sign {office}
    sign {@date}
    """,
)

LAYOUTS["accounts"] = (
    """
    title {@title}
    nav {▲|↑|▼|}点击{上方|}{蓝字|“{stem}发布”}{关注我们|，关注我们}{▲|↑|}
    > page texts
    foot {图文|文字|图片|文案|摄影} {bar} {person}
    foot {编辑|责编|排版} {bar} {person}
    foot? {审核|校对|监制|总监制} {bar} {person}
    nav? 点个“在看”，{把健康分享给更多人|让更多人看到}
    nav? {公众号|微信号}：{stem-latin}
    """,
    """
    meta {@year}年{month}月{mday}日 {weekday}
    title {@title}
    > page texts
    nav 长按二维码{关注我们|识别关注}
    nav? 分享收藏点赞在看
    """,
    """
    title {@title}
    meta {原创 |}{person} {source} {@iso} {clock} {河南|湖南|山东|四川|}
    nav 点击{上方|}蓝字关注我们
    > page texts
    nav? END
    nav {阅读 {number}|阅读原文}
    nav 赞 {d} 在看 {d}
    """,
    """
    title {@title}
    meta {person}
    meta {stem}发布
    meta {@iso} {clock}
    nav? ↑点击上方“{stem}发布”关注我们
    > page texts
    foot {来源丨|来源：|来源 {bar} }{source}
    foot {编辑丨|编辑：|编辑 {bar} }{person}
    foot {审核丨|审核：|审核 {bar} }{person}
    nav 往期推荐
    nav* {title}
    nav 分享、点赞、在看，都在这里
    """,
    """
    title {@title}
    meta {source}
    meta {@iso} {clock} 发表于{河南|湖南|四川}
    image? {}
    > page texts
    image? {}
    nav 微信扫一扫
    nav 关注该公众号
    nav? 继续滑动看下一个
    """,
    """
    title {@title}
    meta {原创 |}{stem}{发布|教育|卫健|融媒}
    meta? {昨天|{@iso}}
    > page texts
    foot? 供稿：{office}
    foot? 责编：{person} 校对：{person} 审核：{person}
    nav 预览时标签不可点
    nav? 收录于合集
    nav 喜欢此内容的人还喜欢
    nav {title}
    """,
    """
    kicker? {点击蓝字|▲ 点击关注|关注我们}
    title {@title}
    para* {para}
    image? {}
    caption? {caption}
    para* {para}
    nav - END -
    foot? 素材来源：{office}
    foot? 编 辑：{person}
    nav 点分享 点收藏 点点赞 点在看
    """,
)

LAYOUTS["feet"] = (
    """
    page? （本期共{d}页）
    foot 编辑：{person}{gap}审核：{person}
    """,
    """
    notice? ★ {本刊为内部交流资料，欢迎来稿|欢迎投稿} ★
    foot {责编|编辑}：{person}{gap}电话：{phone}
    """,
    """
    foot 报：{recipients}
    foot 送：{recipients}
    foot? 发：{recipients}
    foot? {共印{number2}份|（共印{number2}份）|印数：{number2}份}
    """,
    """
    rule? {rule}
    foot 报：{recipients}
    foot 送：{recipients}
    foot {编辑：|责任编辑：|责编：}{person}{gap}{审核：|签发：|校对：}{person}
    """,
    """
    foot 编辑：{person}{gap}审核：{person}{{gap}|}{签发：{person}|}
    """,
    """
    foot {主送|呈报|呈送|抄报|报送}：{recipients}
    foot {抄送|分送|发送}：{recipients}
    foot 本期编辑：{person}
    """,
    """
    foot {责任编辑|责编|编辑}：{person}{gap}电话：{phone}
    """,
    """
    foot 撰稿：{person}
    foot 编辑：{person}
    foot 审核：{person}
    """,
    """
    foot 主编：{person}{gap}副主编：{person}{gap}责编：{person}{gap}地址：{@county}健康路{number2}号
    """,
    """
    rule {rule}
    foot 抄报：{recipients}
    foot 抄送：{recipients}
    foot {@issuer}{gap}{@date}印发
    """,
    """
    foot 报：{recipients}
    foot+ {recipients}
    foot 送：{recipients}
    foot+? {recipients}
    foot? 共印{number2}份
    """,
    """
    foot 关注“{stem}健康”微信公众号
    foot 欢迎赐稿
    foot 编辑：{person}
    """,
    """
    foot {扫描|长按识别}二维码，关注“{stem}{卫健|发布|教育}”
    foot? {敬请|欢迎}{各单位|广大干部职工}踊跃{投稿|来稿}！
    foot 编辑：{person}
    """,
    """
    foot {欢迎|敬请}{赐稿|来稿|投稿}，投稿邮箱：{mail}
    foot 扫码关注{stem}公众号
    """,
    """
    foot {签发：|签发人：|审签：}{person}{gap}{核稿：|审核：}{person}{gap}{拟稿：|编发：}{person}
    """,
    """
    foot 联系人：{person}{gap}联系电话：{phone}{gap}邮箱：{mail}
    """,
    """
    foot 编印：{@issuer}
    foot 地址：{@county}府前街{number2}号　邮编：{phone}
    foot 投稿邮箱：{mail}
    """,
    """
    foot 责任编辑 {person}{gap}审核 {person}
    """,
    """
    foot 送：{recipients}
    foot （共印{number2}份）
    """,
    """
    foot 主办：{@issuer}{gap}承办：{unit}
    foot 总编：{person}{gap}编辑：{person}、{person}
    """,
    """
    foot 发：{recipients}
    foot 编发：{unit}{gap}审签：{person}
    """,
    """
    foot 打印：{person}{gap}校对：{person}{gap}印{number2}份
    """,
)

LAYOUTS["feet"] += (
    """
    foot 值班领导：{person}{gap}{值班员|值班人员}：{person}{gap}电话：{phone}
    """,
    """
    foot {值班电话|联系电话|编辑部电话|投稿邮箱}：{phone}
    """,
    """
    foot {呈送|报送|呈报|主送}：{recipients}
    foot? {抄送|分送|发}：{recipients}
    foot {编校|编审|责任编辑|本期责编|本期编辑|统稿|本期审稿|审稿}：{person}{|{gap}编辑：{person}}
    """,
    """
    foot {@issuer}{编印|印发|}{gap}{@date}{印发|印|}
    foot? （共印{number2}份）
    """,
    """
    foot 主编：{person}{gap}责任编辑：{person}{gap}投稿邮箱：{mail}
    """,
    """
    rule {rule}
    foot 签发：{person}{gap}审核：{person}{gap}编辑：{person}
    foot 报：{recipients}
    foot 发：{recipients}{gap}共印{number2}份
    """,
)

LAYOUTS_PHRASES = {
    "english-name": """
        HEALTH BULLETIN
        WEISHENG JIANBAO
        GONGZUO DONGTAI
        Investment Newsletter
        WORK BRIEFING
        JIAOYU XINXI
        Bulletin of the Health Commission
        Monthly Report
        """,
    "issue": """
        第{@n}期
        第{@n}期
        第 {@n} 期
        （第{@n}期）
        {@year}年第{@n}期
        {@year}年第{@n}期
        {@year}年 第{@n}期
        {@year} 年第 {@n} 期
        （{@year}年第{@n}期）
        第{@n}期（总第{@total}期）
        {@year}年第{@n}期（总第{@total}期）
        {@year}年第{@n}期  总第{@total}期
        总第{@total}期
        总第 {@total} 期
        〔{@year}〕第{@n}期
        〔{@year}〕{@n}号
        （{@year}）第{@n}期
        第{@han-n}期
        第{@han-n}期
        第 {@han-n} 期
        第{@n}期（创刊号）
        第{@n}-{@total}期合刊
        增刊
        第{@n}期 增刊
        NO.{@n}
        No.{@n}
        期号：{@n}
        刊号：{@year}-{@n}
        第{@n}号
        {@year}年{@n}期
        （月刊 第{@n}期）
        ［{@year}］第{@n}期
        {@year}第{@n}期
        （第{@n}号）
        增刊第{d}期
        {@year}年第{@n}期（增刊）
        第{@n}期（{topic}专刊）
        Vol.{@n}
        试刊第{d}期
        {@year}年{春|夏|秋|冬}季号
        {@year}年{month}月号
        第 {@n} 期（总第 {@total} 期）
        第{@n}期·总第{@total}期
        第{@n}辑
    """,
    "internal": """
        内部资料
        内部资料 注意保存
        内部刊物
        内部参考
        注意保存
        【内部资料】
        内部资料，请勿外传
        内部资料 免费交流
        ★内部★
        仅供领导参阅
        内部文件 妥善保管
    """,
    "rule": """
        ————————————————
        ━━━━━━━━━━━━━━━━━━━━
        ------------------------------
        ★★★★★★★★
        ================
        ━━━━━★━━━━━
        ***
        ________________
        ※※※※※※※※
    """,
    "contents-word": """
        目录
        目  录
        目    录
        本期目录
        本期要目
        本期导读
        导读
        要  目
        今日导读
        本期看点
        内容提要
        主要内容
        目次
        内容导读
    """,
    "leader": """
        ……………………
        …………
        ................
        ·············
        -----------
        …
    """,
    "page-number": """
        1
        2
        3
        5
        8
        P4
        07
    """,
    "column": """
        【{column-name}】
        【{column-name}】
        {column-name}
        {@ornament}{column-name}
        {@ornament}{column-name}{@ornament}
        {@ornament} {column-name}
        〖{column-name}〗
        [{column-name}]
        ☆☆☆{column-name}☆☆☆
        ▍{column-name}
        ◎{column-name}◎
        ——{column-name}——
        ［{column-name}］
        ▌▌{column-name}
        ❀ {column-name} ❀
        === {column-name} ===
        ◆◇{column-name}◇◆
        ┃{column-name}
        ~{column-name}~
        ■ {column-name} ■
        {column-name}：
    """,
    "num-is": """
        {han}是
        {han}是
        {han}是
        {bracketed}
        {bracketed}
        {arabic}.
        {arabic}、
        首先，
    """,
    "numbered-word": """
        {@numbered-noun}{arabic}{　| |：}
        {@numbered-noun}{han}{：|　}
        【{@numbered-noun}{han}】
    """,
    "numbered-part": """
        0{arabic}{ |　}
        PART {arabic}{ |：}
        0{arabic}/
    """,
    "numbered-noun": """
        案例
        典型案例
        问题
        典型
        做法
        经验
        故事
        镜头
        提示
        工作亮点
    """,
    "framed-title": """
        【{title}】
        《{title}》
        ── {title} ──
        ◎{title}
        *{title}*
    """,
    "preface": """
        编者按：
        【编者按】
        按：
        编者按:
        核心提示：
    """,
    "news-lead": """
        本报讯（通讯员 {person}）
        本报讯（记者 {person}）
        （本报讯）
        本刊讯 
        本网讯（{person} {person}）
        本报讯 
        （通讯员 {person}）
        【本刊讯】
    """,
    "attr": """
        （{office}）
        （{office}）
        （{office}）
        （{office}供稿）
        （{office} 供稿）
        （{office} {person}）
        （{office}  {person}  {person}）
        （供稿：{office}）
        （供稿单位：{office}）
        （{person}）
        （{unit} {person}）
        【{office}】
        ({office})
        （{office}、{office}）
        ——{office}
        （{office}报送）
        （通讯员 {person}）
        （{person} {office}）
        供稿：{office} {person}
        （来源：{office}）
        来源：{source}
        （摘自《{stem}日报》）
        （{office}  {person}供稿）
        （{office}/{person}）
        （文/{person} 图/{person}）
        （撰稿：{person}）
        （{office}　撰稿：{person}）
    """,
    "byline": """
        {person}
        {person}  {person}
        （{office}）
        {office}
        文/{person}
        作者：{person}
        本刊记者 {person}
        {office} {person}
        通讯员：{person}
        □ {person}
        {市|省|县|区|}政协委员{gap}{person}
        {office}{post}{gap}{person}
        县委常委、{post}{gap}{person}
        {office}课题组
        （作者：{person}）
        记者 {person} 通讯员 {person}
        文字：{person}  图片：{person}
        （{@year}年{month}月{mday}日）
    """,
    "recipients": """
        市委、市政府。
        市委办公室、市政府办公室
        县委、县政府领导
        省{bureau}，市委、市政府
        各县（市、区）{bureau}，市直各单位
        各乡镇人民政府，县直各单位
        县委书记、副书记，县政府县长、副县长
        市委常委、副市长，市政府党组成员
        各科室、各二级单位
        委领导，机关各科室
        {@city}{bureau}
        市人大常委会办公室，市政协办公室
        县“四大班子”领导，县直有关部门
        各乡镇党委、政府，各街道办事处
        校领导，各处室、各年级组
        存档
    """,
    "source": """
        {source-name}
        {source-name}
        {@county}{site}
        {@city}{site}
        {office}
        {stem}{site}
    """,
    "docno": """
        {stem1}政办〔{@year}〕{@n}号
        {stem1}卫发〔{@year}〕{@n}号
        {stem1}教函〔{@year}〕{@n}号
        {stem1}政〔{@year}〕{@n}号
        {stem1}应急〔{@year}〕{@n} 号
        {stem1}办字[{@year}]{@n}号
        {stem1}委发〔{@year}〕第{@n}号
        {stem1}水发（{@year}）{@n}号
    """,
    "stem1": """
        临
        清
        沅
        云
        柳
        桐
    """,
    "index": """
        {d}{d}{d}{d}{d}{d}{d}{d}-{d}/{@year}-{d}{d}{d}{d}{d}
        {d}{d}{d}{d}{d}{d}{d}{d}{d}/{@year}{d}{d}-00{d}{d}{d}
        00{d}{d}{d}{d}{d}{d}{d}
    """,
    "phone": """
        0{d}{d}{d}-{d}{d}{d}{d}{d}{d}{d}
        {d}{d}{d}{d}{d}{d}{d}
        {d}{d}{d}{d}00
    """,
    "mail": """
        {stem-latin}{d}{d}@163.com
        xx{d}{d}{d}{d}@126.com
    """,
    "stem-latin": """
        linyuan
        qyxx
        wjwxx
    """,
    "clock": """
        08:3{d}
        1{d}:4{d}
        09:1{d}:2{d}
        1{d}:05
        16:2{d}:0{d}
    """,
    "hour": """
        8
        18
        17
    """,
    "bar": """
        ∣
    """,
    "para": """
        {lead}
        {lead}{sentence}
        {lead}{sentence}{sentence}
        {sentence}{sentence}
        {sentence}{sentence}{sentence}
        {lead}{sentence}{sentence}{sentence}{sentence}
        {sentence}
        {short-para}
        {lead}{sentence}{sentence}
    """,
    "table": """
        项目\t任务数\t完成率|{township}\t{number}\t{percent}|{township}\t{number}\t{percent}|合计\t{number}\t{percent}
        序号\t单位\t数量|1\t{office}\t{number}|2\t{office}\t{number}|3\t{office}\t{number}
        姓名\t职务\t电话|{surname}{given}\t{post}\t{phone}|{surname}{given}\t{post}\t{phone}
    """,
}
