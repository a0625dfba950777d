"""The words and sentences of invented documents: a grammar, one alternative a line.

`{name}` stands for any alternative of `name`; `{@name}` for the one that this document has taken
before. Where an entry has no line end inside, its alternatives are separated by white space.
Everybody and every place is invented.
"""

WORDS = {
    "stem": """临沅 清堰 东陌 南浦 石泉 柳河 云岭 桐川 白沙 青溪 安丰 平陆 永宁 松原 枫桥 沧岭 梅州 丰水 定远 河阴
        长垣 双桥 金川 武原 新野 洛川 泽阳 广陵 西平 高桥 龙泉 凤台 玉田 宝坻 蓝田 泾河 昌平 望江 怀远 泗水""",
    "township": """桃花镇 双井镇 大树乡 石门镇 柳林镇 青龙镇 白马乡 五里店街道 城关镇 河口镇 红旗街道 新街乡 北关街道
        杨家寨乡 三岔口镇 清水湾镇 太平镇 南坪乡 枣林镇 洪山镇 沙河街道 七里铺镇""",
    "village": "石桥村 李家湾村 东沟村 花园社区 和平社区 王庄村 前进村 上河村 幸福里社区 梨树坪村 槐树岭村",
    "surname": "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭",
    "given": "明 伟 芳 静 丽 强 磊 洋 勇 军 杰 娟 涛 超 霞 平 刚 桂英 玉兰 建国 志强 晓燕 文博 海涛 雅琴 国栋 子涵 一鸣 思远 春梅 秀英 少华 红梅 立新 永福 新民 佳怡 俊 鹏 慧 敏 晨 亮 宁 颖 琳 博 浩 欣 凯 丹 华 波 辉",
    "bureau": """卫生健康委员会 卫生健康局 卫健委 教育局 教育体育局 公安局 水利局 农业农村局 应急管理局 市场监督管理局
        税务局 气象局 统计局 财政局 民政局 司法局 自然资源局 生态环境局 交通运输局 文化和旅游局 审计局 医疗保障局
        人力资源和社会保障局 住房和城乡建设局 发展和改革委员会 工业和信息化局 城市管理局 信访局 退役军人事务局 林业局
        乡村振兴局 政务服务局 档案局 粮食和物资储备局 供销合作社 残疾人联合会 妇女联合会 总工会 红十字会 科学技术局""",
    "party": """委办公室 委组织部 委宣传部 委统战部 委政法委 委政研室 委党校 委巡察办 纪委监委 委网信办 政府办公室
        政府研究室 政府督查室 人大常委会办公室 政协办公室 委直属机关工委 委老干部局 委编办 政府值班室 委改革办""",
    "body": """人民医院 中医院 妇幼保健院 疾病预防控制中心 中心医院 第一中学 实验小学 职业技术学院 师范学院 理工大学
        第三中学 图书馆 博物馆 人民法院 人民检察院 融媒体中心 供电公司 自来水公司 农商银行 气象台 植保站 水文站
        消防救援大队 交警大队 机关幼儿园 卫生监督所 中心血站 康复医院 农业科学院 第二小学 高级中学 公共资源交易中心""",
    "unit": """办公室 医务科 护理部 宣传科 综合科 基层卫生科 规划信息科 人事科 党政办 教务处 学生处 团委 政工科 保卫处
        科教科 督查科 信息科 总务处 教研室 心内科 骨科 急诊科 后勤保障部 法规科 秘书科 调研科 新闻中心 综合股""",
    "usual-heading": """基本情况 存在问题 存在的问题 下步打算 下一步打算 主要做法 工作成效 工作进展 意见建议 原因分析 总体要求
        保障措施 有关要求 概况 总体进展 形势分析 防范建议 经验启示 工作亮点 处置情况 背景 主要任务""",
    "group": """领导小组办公室 指挥部办公室 工作专班 联席会议办公室 委员会办公室 工作领导小组办公室 指挥部 协调小组办公室""",
    "topic": """家庭医生签约服务 医共体建设 基本公共卫生服务 疫苗接种 健康素养提升 中医药传承创新 分级诊疗 老年健康 妇幼健康
        传染病防控 爱国卫生运动 乡村医生队伍建设 医保基金监管 教育教学 课后服务 校园安全 师德师风建设 控辍保学 义务教育优质均衡
        心理健康教育 禁毒宣传 扫黑除恶 反诈宣传 平安建设 信访积案化解 矛盾纠纷排查 社区矫正 法治宣传 春耕备耕 秋粮收购
        高标准农田建设 农村人居环境整治 防汛抗旱 森林防火 安全生产 危化品监管 消防安全 道路交通安全 食品安全 药品监管
        优化营商环境 招商引资 项目建设 减税降费 税收征管 政务公开 一网通办 数字政府建设 河长制 生态保护 大气污染防治 秸秆禁烧
        垃圾分类 文明创建 志愿服务 全民阅读 非遗保护 乡村旅游 就业创业 社会保险 养老服务 儿童福利 殡葬改革 双拥工作
        退役军人安置 党史学习教育 主题教育 基层党建 干部教育培训 作风建设 廉政教育 巡察整改 机关党建 党务公开 妇女儿童工作
        统计调查 人口普查 粮食安全 水利设施维修 农村饮水安全 供水保障 电网改造 移民搬迁 脱贫攻坚 乡村振兴 产业扶贫 消费帮扶
        科技创新 知识产权保护 人才引进 学科建设 本科教学评估 毕业论文 国家安全教育 献血 急救培训 病案管理 院感防控 护理质量
        网格化管理 城市更新 老旧小区改造 保障性住房 公积金 审计监督 预算绩效管理 国企改革 档案管理 保密工作""",
    "meeting": "推进会 工作会议 部署会 培训班 座谈会 动员会 调度会 专题会 现场会 总结会 例会 研讨会 联席会议 警示教育大会 视频会议 观摩会",
    "event": "宣传周活动 知识竞赛 主题党日活动 义诊活动 应急演练 专项检查 专项整治行动 技能大赛 集中宣传 送教下乡活动 志愿服务活动 主题班会 文艺汇演 运动会 讲座 专题辅导",
    "verb": "召开 开展 举办 部署 推进 抓好 启动 组织开展 强化 加强 扎实推进 全力推进 深入推进 做实 规范 深化 落实 夯实 聚力 创新",
    "four": """多措并举 精准发力 真抓实干 凝心聚力 压实责任 靶向施策 统筹推进 上下联动 闻令而动 党建引领 科技赋能 源头治理
        以学促干 尽锐出战 立说立行 守土尽责 提质增效 固本强基 以案促改 协同发力 三向发力 精耕细作 久久为功 多点开花""",
    "seven": """织密基层健康网 跑出发展加速度 筑牢安全防护墙 绘就乡村新画卷 当好群众贴心人 打通服务“最后一公里” 激活振兴新动能
        守护群众舌尖安全 点亮孩子求学路 提升群众满意度 激发干事新活力 擦亮民生幸福底色 谱写高质量发展新篇章 推动工作落地见效
        按下项目快进键 架起干群连心桥 书写为民新答卷 为乡村振兴赋能 把实事办到心坎上 让文明新风吹进万家 取得阶段性成效""",
    "quoted": """三个一 四到位 小院议事 红色网格 健康敲门 一张图 五步工作法 双培养 积分制 板凳会 银龄课堂 马上办 流动课堂 一键通
        1+N 三色管理 接诉即办 幸福账单 夜间门诊 民情日记 田间学校 随手拍 周四有约 先锋岗 代办员 明白纸 两清单一承诺""",
    "post": "县长 副县长 市长 副市长 书记 局长 主任 副主任 院长 副院长 校长 镇长 区长 党委书记 纪委书记 政委 科长 站长",
    "things": "村卫生室 示范点 服务站 老旧小区 高标准农田 农家书屋 监测点位 充电桩 便民窗口 学校食堂 灌溉渠道 文化广场 扶贫车间",
    "series-word": """简报 工作简报 信息 工作信息 动态 工作动态 快报 快讯 专报 通讯 工作通讯 情况通报 督查通报 信息快报 情况反映
        工作简讯 要情 参阅 内参 月报 周报 舆情专报 值班信息 院讯 校讯 会刊 政务信息 信息摘报 调研参考 信息专报 宣传简报 每日动态 通讯月刊 资讯 导报 工作交流 之窗""",
    "column-name": """工作动态 县区动态 基层动态 领导调研 领导关注 要闻 本期要闻 简讯 一周要闻 经验交流 典型经验 工作部署 部门动态
        乡镇之窗 基层之窗 县区之窗 他山之石 学习园地 调查研究 问题与建议 社情民意 委员建议 数据速览 图说新闻 健康科普 政策解读
        教学科研 党建动态 医疗质量 护理天地 学生工作 校园风采 团学活动 平安校园 案例通报 督查通报 交办事项 典型案例 意见征集
        先进典型 一线掠影 人物 医者故事 知识窗 文化园地 大事记 短讯 媒体聚焦 网言网语 工作提示 天气预报 疫情通报 执法动态 信息荟萃""",
    "kicker": """【学习贯彻全会精神】 ——专题报道—— 本期关注 特别报道 聚焦两会 ★喜迎国庆★ 【一线见闻】 主题教育进行时 编者荐读 头条 重要信息""",
    "slogan": """不忘初心、牢记使命 为人民服务 深入学习贯彻党的二十大精神 庆祝中国共产党成立一百周年 人人讲安全、个个会应急 生命至上、预防为主
        凝心聚力促发展 喜迎新春佳节 同心战“疫” 建设更高水平的平安家园 全民阅读、书香满城 教育强国、奋进有我 ★奋战一百天，实现双过半★""",
    "document-kind": "通知 通报 报告 请示 意见 函 决定 公告 实施方案 工作方案 实施意见 管理办法 工作要点 批复 通告 应急预案 答复函 工作总结 情况报告 行动计划",
    "site": "政府网 新闻网 卫生健康网 教育信息网 党建网 文明网 日报 晚报 广播电视台 发布 融媒体中心 先锋网 水利网 公安网 税务局网站",
    "source-name": "本网 本站 本网站 新华社 办公室 人民日报 人民网 党政办 宣传部 健康报 局办公室 原创 网络 省厅网站 政策法规科",
    "weekday": "星期一 星期二 星期三 星期四 星期五 星期六 星期日 周三 周五",
    "lunar": "农历正月十五 农历八月初三 农历腊月廿三 甲辰年二月初六 癸卯年冬月初一 农历闰二月十二 农历五月初五",
    "ornament": "★ ● ◆ ■ ▲ ◎ ○ ◇ □ ☆ ※ ➤ ▶ ⊙ ✦ ◉ ❖ ✿ ❀",
    "gap": "~4~ ~8~ ~12~ ~2~ ~20~ ~3~ ~16~ ~1~ ~6~",
    "menu-word": """首页 网站首页 新闻动态 工作动态 政务公开 通知公告 政策法规 专题专栏 互动交流 网上办事 领导之窗 机构设置 党建园地
        数据发布 联系我们 便民服务 图片新闻 视频新闻 县区动态 学校概况 师资队伍 招生就业 教学科研 校园文化 医院概况 就医指南
        专家介绍 科室导航 健康科普 院务公开 人才招聘 公示公告 走进临沅 营商环境 在线访谈 依申请公开 政府公报""",
    "button": "打印 关闭 收藏 【打印本页】 【关闭窗口】 [关闭] 返回顶部 分享到： 分享 打印本页 【返回列表】 我要纠错 上一页 TOP ︿ 打印 关闭 视力保护色： 扫一扫分享到微信 0 返回首页 A+ A- 点赞 收藏 踩 复制链接 微信 微博 QQ空间 朋友圈 放大 缩小 默认 评论",
    "related-head": "相关链接 相关新闻 相关阅读： 推荐阅读 热门文章 延伸阅读 相关信息 【相关报道】 最新文章 点击排行 往期回顾 往期推荐 猜你喜欢 相关文章： 图片新闻 热点专题",
    "classification": "综合政务 卫生、体育/卫生 公安、安全、司法 农业、林业、水利 教育 其他 规范性文件 工作信息 通知 命令（令）",
}

SENTENCES = {
    "person": """
        {surname}{given}
        {surname}{given}
        {surname} {given1}
    """,
    "given1": """
        明
        伟
        静
        磊
        芳
        勇
    """,
    "county": """
        {stem}县
        {stem}县
        {stem}区
        {stem}市
    """,
    "place": """
        {@county}
        {@county}
        {county}
        {township}
        {@county}{township}
        {@city}
        全市
        我县
        我市
        {village}
    """,
    "city": """
        {stem}市
    """,
    "office": """
        {@county}{bureau}
        {@county}{bureau}
        {county}{bureau}
        {@city}{bureau}
        县{bureau}
        市{bureau}
        {@county}{party}
        {@city}{party}
        {@county}{body}
        {@city}第{small}{body}
        {county}{township}
        {township}
        {township}卫生院
        {@county}{topic}{group}
        {unit}
        县委宣传部
        市委组织部
        {@city}{body}{unit}
    """,
    "issuer": """
        {@city}{bureau}
        {@county}{bureau}
        {@county}{bureau}办公室
        {@city}{bureau}办公室
        {@county}{party}
        {@city}{party}
        {@county}{topic}{group}
        {@city}{topic}{group}
        {@county}{topic}工作领导小组办公室
        {@city}{body}
        {@county}{body}
        {@city}{body}{unit}
        中共{@county}{party}
        {township}人民政府
        {@county}人民政府办公室
        {@city}人民政府办公室
        {@county}{bureau}{unit}
        {@city}第{small}次代表大会秘书处
        大会秘书处
    """,
    "series": """
        {@county}{topic}{series-word}
        {@city}{topic}{series-word}
        {topic}{series-word}
        {topic}{series-word}
        {@county}{series-word}
        {@city}{series-word}
        {stem}{series-word}
        {@county}{bureau}{series-word}
        {@city}{bureau}{series-word}
        {series-word}
        {series-word}
        《{stem}{series-word}》
        {stem}{topic}
        {topic}{group}{series-word}
        {@city}{body}{series-word}
        “{quoted}”专项行动{series-word}
        {stem}健康
        {stem}教育
    """,
    "small": """
        一
        二
        三
        五
        十二
    """,
    "title": """
        {place}{verb}{topic}{meeting}
        {place}{verb}{topic}工作
        {place}召开{topic}{meeting}
        {place}召开2024年{topic}{meeting}
        {office}召开{topic}{meeting}
        {office}{verb}{topic}{event}
        {office}举办{topic}{event}
        {place}：{seven}
        {place}：“{quoted}”{seven}
        {place}“{quoted}”{seven}
        {place}{four} {seven}
        {four} {seven}
        {seven} {seven}
        {surname}{given}到{place}调研{topic}工作
        {surname}{given}督导检查{topic}工作
        {@city}{post}{surname}{given}赴{place}调研
        {office}到{place}调研{topic}
        {place}开展“{quoted}”{event}
        {topic}{event}在{place}举行
        {place}{topic}工作{seven}
        {place}{number}个项目集中开工
        {topic}取得新成效
        我院成功开展首例{thing}手术
        我校举行{topic}{event}
        我县荣获“{topic}先进县”称号
        {place}扎实做好{topic}各项工作
        {topic}：从“{quoted}”到“{quoted}”
        以“{quoted}”破解{topic}难题
        让{topic}更有温度
        一位{role-person}的坚守
        {place}今年前{三季度|两个季度|九个月}{topic}形势分析
        {topic}情况反映
        我市{topic}工作获上级肯定！
        {topic}{meeting}圆满结束！
        {topic}启动，这些{things}有变化
        {@year}年全市{topic}工作正式启动
        当前{topic}中存在的问题及建议
        {place}{topic}工作亮点纷呈
        {four}抓{topic}
        {place}全力以赴迎战强降雨
        {place}发生一起交通事故
        {village}的“{quoted}”
    """,
    "short-title": """
        {topic}进{role-place}
        {four}
        {seven}
        我的{thing2}日记
        {thing2}里的“{quoted}”
        什么是{topic}？
        {topic}，你做对了吗？
        {stem}的春天
        发刊词
        卷首语
        {topic}小知识
        {post}的一天
        感谢你，{role-person}！
        {thing2}送到家门口
        以案释法
        “{quoted}”
        {topic}有新招
        一棵老槐树引发的纠纷
        深夜里的一盏灯
        {village}：“{quoted}”
        致{role-person}
        情况通报
        {four} {four}
    """,
    "bold-title": """
        {title}
        {short-title}
    """,
    "role-place": """
        校园
        企业
        社区
        乡村
        机关
    """,
    "thing2": """
        出诊
        支教
        驻村
        急诊室
        课堂
        药箱
        扶贫路
    """,
    "role-person": """
        乡村医生
        老党员
        班主任
        驻村干部
        护林员
    """,
    "thing": """
        腹腔镜
        心脏介入
        髋关节置换
    """,
    "long-title": """
        {@county}{four}推动{topic}工作 {four}{seven}
        {@city}{bureau}关于开展{topic}专项检查情况的通报
        关于{@county}{topic}工作开展情况的报告
        {place}以“{quoted}”为抓手，{verb}{topic}，{seven}
        {office}“{quoted}”{verb}{topic} {seven}
        {surname}{given}在全市{topic}工作{meeting}上强调 {four} {seven}
        {@county}{verb}{topic} {verb}{topic}
        深入学习贯彻重要讲话精神 {verb}{topic}{seven}
        {@county}人民政府办公室关于印发{@county}{topic}实施方案的通知
    """,
    "subtitle": """
        ——{place}{topic}工作纪实
        ——记{place}{role-person}{surname}{given}
        —— {office}{verb}{topic}侧记
        ——在全市{topic}{meeting}上的发言
        （{place}{topic}典型材料）
        ——{place}“{quoted}”的实践与思考
    """,
    "document-title": """
        关于{verb}{topic}工作的{document-kind}
        关于做好2024年{topic}有关工作的{document-kind}
        {@county}{bureau}关于{topic}的{document-kind}
        关于印发《{@county}{topic}实施方案》的通知
        {@county}{topic}工作{document-kind}
        关于同意{place}开展{topic}的批复
        关于商请支持{topic}的函
        {@county}2024年{topic}工作总结
        关于{place}{topic}情况的调研报告
        关于第{number2}号建议的答复函
    """,
    "number": """
        {d}{d}
        {d}{d}{d}
        {d}
        {d}{d}{d}0
        {d}.{d}万
    """,
    "number2": """
        {d}{d}
        {d}
        {d}{d}{d}
    """,
    "d": """
        1
        2
        3
        4
        5
        6
        7
        8
        9
    """,
    "percent": """
        {d}{d}.{d}%
        {d}{d}%
        {d}.{d}%
        {d}.{d}个百分点
    """,
    "md": """
        {month}月{mday}日
        {month}月{mday}日
        {month}月{mday}日上午
        {month}月{mday}日至{mday}日
        2024年{month}月{mday}日
        近日
        日前
        连日来
        今年以来
        {month}月{mday}日下午
    """,
    "month": """
        1
        3
        5
        6
        8
        9
        11
        12
    """,
    "mday": """
        2
        5
        8
        11
        14
        17
        20
        23
        26
        28
    """,
    "lead": """
        走进{village}，{things}焕然一新。
        {things}旁，{surname}{given}正忙着{verb}{topic}。
        晚上八点，{village}的灯还亮着，十几名志愿者正在学习{topic}知识。
        入秋以来，{place}在{number2}个乡镇推广{topic}，节省人工{number}个。
        本学期，{place}{number2}所中小学全部开展{topic}。
        本周，全县{topic}形势平稳，接报{number2}起。
        {office}负责人说，明年还将{verb}{topic}。
        一大早，{surname}{given}就来到{village}开始一天的工作。
        {place}{topic}工作启动，群众可在线上办理，需准备{d}项材料。
        {month}月，全市{topic}均值为{number2}，同比下降{percent}。
        {office}{d}{d}日发布消息，{topic}将于{month}月{mday}日起实施。
        {place}现有{things}{number2}处，覆盖{number}户。
        {md}，{office}在{place}{verb}{topic}{event}，参加人员{number}人。
        {md}，{place}召开{topic}{meeting}，{post}{surname}{given}出席会议并讲话，各乡镇、各有关单位负责人{number}人参加会议。
        {md}，{@city}{post}{surname}{given}一行到{place}调研{topic}工作，先后察看了{number2}处现场。
        为进一步{verb}{topic}，{md}，{office}组织{number}名工作人员深入{village}，发放资料{number}份，解答咨询{number}人次。
        {md}，{office}联合{office}开展{topic}专项检查，检查单位{number}家，发现问题{number2}个，责令限期整改。
        “{talk}”{md}，{village}村民{surname}{given}高兴地说。
        今年以来，{place}把{topic}作为重点工作，{four}，取得了明显成效。
        近年来，{place}坚持{four}，{four}，不断{verb}{topic}，走出了一条新路子。
        为{verb}{topic}，根据上级统一安排，结合我县实际，特制定本方案。
        {place}认真贯彻落实上级决策部署，{four}，{verb}{topic}，工作情况如下。
        截至目前，全县已完成{topic}任务{number}件，占年度任务的{percent}。
        1—{month}月，全县{topic}指标同比增长{percent}，增速比上月加快{d}.{d}个百分点。
        {md}，我院{unit}在{place}举办{topic}{event}，邀请专家{surname}{given}教授授课，全院{number}名职工参加。
        据气象部门预报，未来三天我县将有大到暴雨，请各地做好防范。
        {surname}{given}，男，{d}{d}岁，中共党员，现任{place}{post}。
        《{topic}实施方案》已经研究同意，现印发给你们，请认真贯彻执行。
        现将有关情况通报如下：
        您提出的《关于加强{topic}的建议》收悉，现答复如下：
        {md}{d}时许，{place}一居民楼发生火情，接报后{office}立即组织救援，无人员伤亡。
    """,
    "talk": """
        有啥事儿，现在不出村就办好了。
        以前到县城看一趟病要半天，现在方便多了！
        这条路修得真好啊，
        党的政策就是好，
        我们等这一天等了很久了。
    """,
    "sentence": """
        会议指出，{topic}事关全局，要{four}，{four}，确保各项任务落到实处。
        会议强调，要提高认识，{verb}{topic}，切实解决群众关心的问题。
        会议要求，各单位要对照清单，逐项销号，于月底前报送进展情况。
        会上，{office}作了典型发言，{number2}个单位交流了经验。
        投入资金{number}万元，改造{things}{number2}个，惠及群众{number}人。
        全年共完成{topic}任务{number}项，同比增长{percent}。
        活动现场，工作人员通过发放宣传册、悬挂横幅、现场讲解等方式，向过往群众宣传{topic}知识。
        下一步，{place}将继续{verb}{topic}，{seven}。
        一是加强组织领导。成立由{post}任组长的工作专班，明确责任分工。二是强化督导考核。每月通报一次进度。三是注重宣传引导。发布稿件{number2}篇。
        组建工作队{number2}支，深入{township}、{township}等地走访群众{number}户。
        {surname}{given}表示，将认真履行职责，{four}，为{topic}作出更大贡献。
        通过此次{event}，进一步增强了干部职工的责任意识，营造了良好氛围。
        建立“{quoted}”机制，累计解决问题{number}个，群众满意率达到{percent}。
        目前，各项工作正在有序推进中。
        {place}居民{surname}{given}说：“{talk}”
        对检查中发现的问题，检查组当场下达整改通知书，要求限期整改到位。
        要强化责任担当，把{topic}摆在突出位置，主要负责同志亲自抓，分管同志具体抓。
        其中，{place}{number}人，{place}{number}人，{place}{number}人。
        受灾人口{number}人，农作物受灾面积{number}亩，直接经济损失{number}万元。
        该同志扎根基层{d}{d}年，先后获得“{topic}先进个人”等称号。
        与会人员还观看了警示教育片，并签订了承诺书。
        学生们认真听讲，积极互动，现场气氛热烈。
        部分单位重视不够，台账不全，{topic}进度偏慢，群众还有意见。
        主要原因：一是投入不足，二是人员紧缺，三是机制不够健全。
        建议有关部门加大投入，完善制度，定期通报。
        医院组织{number2}名专家，为患者制定个性化方案，手术历时{d}小时，患者恢复良好。
    """,
    "item": """
        ——{topic}取得{number2}项成果。
        ——{heading}。
        {heading}；
        {four}，{seven}；
        {place}：{topic}台账不全，未及时整改。
        {place}：{number2}处
        {place}{topic}完成{number}项
        {topic}率{percent}
        全市{topic}{number}件
        {seven}。
        {arabic}.{heading}。
        {arabic}、{heading}；
        {arabic}. {heading}。 {sentence}
        {bracketed}{heading}。
        {num-is}{heading}。
        {topic}：{number}（{percent}）
        {han}、{heading}。
        {han}、关于{topic}的问题。{sentence}
        {surname}{given}：{talk}
        {han}要{heading}。
    """,
    "odd-para": """
        会议回顾了{@year}年{topic}工作：
        会议要求，要抓好以下工作：
        事情还得从{month}月份的一天说起……
        “{talk}”
        “您好，请问需要帮助吗？”
        这样的变化是怎么发生的呢？
        {four}，{four}。
        群众反响很好。
        说干就干！
        今天，我们一起走进{village}，看看{topic}带来的变化吧！
        （作者系{@city}{post}、{office}{post}）
        （据{office}材料整理）
        附件：{topic}清单
        附：{topic}一览表
        此事引起{office}高度重视
        具体情况如下：
        {topic}是什么？它和我们的生活有什么关系？
        {sentence}（见附表）
        {lead}（详见附件）
    """,
    "activity-time": """
        活动时间：{month}月{mday}日
        时间：{month}月{mday}日上午{d}:30
        时间：{@date}
    """,
    "short-para": """
        {sentence}
        {item}
        {item}
        {odd-para}
        {odd-para}
        特此报告。
        特此通知。
        请认真贯彻执行。
        工作中发现问题请及时反馈。
        大家一致认为，这次活动很有意义。
        {surname}{given}主持会议。
        以上意见，请予研究。
        妥否，请函复。
        ——{topic}稳步推进。{place}完成任务{number}项。
        {number2}年过去了，变化真大。
        {talk}
    """,
    "heading": """
        {verb}{topic}
        {four}，{verb}{topic}
        坚持{four}，{seven}
        {four}，{seven}
        主要做法
        存在的问题
        下一步工作打算
        工作成效
        基本情况
        总体要求
        加强组织领导
        压实工作责任
        意见建议
        工作目标
        保障措施
        有关要求
        强化{topic}
        聚焦“{quoted}”，{verb}{topic}
        突出{topic}，在“{quoted}”上下功夫
        {topic}情况
        {four}
    """,
    "brief-title": """
        {place}{verb}{topic}
        {place}召开{topic}{meeting}
        {office}{verb}{topic}{event}
        {place}“{quoted}”{seven}
        {place}{four}抓{topic}
        {topic}{event}启动
        {verb}{topic}
    """,
    "caption": """
        图为{event}现场
        图为{event}现场。{surname}{given} 摄
        图{d}：{place}{topic}现场
        ▲{event}现场
        {surname}{given}正在讲解{topic}知识（{office}供图）
        图为{post}{surname}{given}在{village}走访
        {place}{event}。（{surname}{given}摄）
        △ {topic}{meeting}现场
        （图：{event}现场）
        {surname}{given} 摄
        图片来源：{office}
        图说：{event}
    """,
    "cell": """
        {township}
        {number}
        {percent}
        {office}
        {surname}{given}
        {topic}
    """,
}
