"""Closed word classes of English that the rules ask about, all as lemmas.

What a verb, adjective or noun does to the clause below it stands in `kg.english.frames`; the verb
classes here are asked about for other reasons: who speaks, what the predicate keeps, what a label
needs.
"""

from kg.english import wordnet


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Reporting verbs: their subject is the source of what follows, which stays stated as fact.
SAY = _words(
    "say tell report state claim announce add argue explain note declare assert maintain confirm"
    " warn insist reply respond answer write stress emphasize emphasise remark comment observe"
    " hold acknowledge admit concede disclose reveal testify swear tweet conclude contend reiterate"
    " repeat recall stipulate caution quip joke point indicate inform notify assure remind"
    " describe boast complain protest agree believe think feel find show know learn realize"
    " realise understand"
)
#: Of these, the ones that speak aloud: they take direct quotes.
SPEAK = _words(
    "say tell report state claim announce add argue explain note declare assert maintain confirm"
    " warn insist reply respond answer write stress emphasize emphasise remark comment observe"
    " acknowledge admit concede disclose reveal testify tweet conclude contend reiterate repeat"
    " recall caution quip joke complain protest ask shout whisper cry sigh exclaim continue go"
    " muse recount deny promise vow pledge urge suggest"
)
#: Verbs that only who can speak can do, whatever the subject is called.
ALOUD = _words(
    "say claim announce argue declare assert maintain confirm warn insist reply respond answer"
    " remark acknowledge admit concede testify swear contend reiterate deny think believe allege"
    " promise vow complain hold state report stress predict suspect"
)
#: Of these an object is whom something is said to; alone it tells nothing.
ADDRESSING = _words("tell inform assure notify remind")
#: Behind "that" these have a bare form of what shall be done: "insist that she pay".
BIDDING = _words(
    "insist demand propose recommend request require order urge stipulate ask direct move command"
    " advise"
)
#: Who does these has it from somebody else.
HEARD = _words("hear read overhear gather")
#: What these answer is said before them: "was offered a post and declined".
ANSWERS = _words(
    "accept decline refuse reject deny approve concede comply oblige agree disagree reply respond"
)
#: What is done so is not as it says ("falsely claimed", "a false report").
FALSELY = _words("falsely wrongly mistakenly erroneously incorrectly wrongfully false untrue bogus")
#: Who does what a relative clause behind these tells is nobody in particular.
ANYBODY = _words("anyone anybody anything whoever whatever no-one nobody noone nothing none")
#: What says how somebody sees something: "in her view".
VIEWS = _words("words view opinion eyes judgment judgement estimation")
#: Adverbs that say nothing of how: of the speaker, of time, of degree.
REMARKS = _words(
    "really only early family daily weekly monthly yearly likely recently currently previously"
    " originally finally initially eventually subsequently immediately formerly actually"
    " basically simply merely nearly hardly barely approximately roughly particularly especially"
    " mainly mostly largely partly additionally similarly consequently accordingly fortunately"
    " unfortunately interestingly notably namely respectively reply supply rely apply newly lately"
    " shortly presently ultimately certainly clearly obviously surely definitely truly literally"
    " virtually practically essentially possibly already generally highly exactly extremely"
)
#: What "would often" tells is habit, no condition.
HABITS = _words("often usually always frequently sometimes typically regularly generally commonly")
#: What comes of going on or rising "to become" it.
RESULTS = _words("become be remain form")
#: Who has done one of these to become something has become it.
LEAVING = _words("leave quit resign return rise emerge")
#: Works, and dreams: what happens "in the novel" the novel says.
FICTION = _words(
    "novel film movie play tale myth legend episode series opera fable comic dream sitcom drama"
    " musical thriller novella cartoon anime manga story sequel"
)
#: Verbs of playing a part: whom the part kills is not killed.
PLAYING = _words("play portray depict star cast impersonate voice")
#: Doing this before something happens keeps it from happening.
STOPPING = _words("catch stop rescue save arrest kill prevent thwart foil halt intercept die")
#: How a life ends.
DEATH = _words("die drown perish")
#: Things that do this do not plan what comes of it ("threatens to collapse").
LOOMING = _words("threaten promise")
#: In the passive without an agent these are hearsay ("is said to own").
HEARSAY = _words(
    "say tell report claim allege rumor rumour hold argue maintain write believe think suppose"
    " presume assume hear"
)
#: Words that stand for things or clauses, which say nothing.
SPEECHLESS = _words("it this that which what there these those something everything")
#: What opens a clause that is set against what is said before it.
CONTRAST = _words("although though whereas while even")
#: What a capital does only where its name stands for the government ("Beijing accused ...").
GOVERNS = (ALOUD - {"hold", "report", "stress", "believe", "think"}) | _words(
    "view regard accuse condemn criticize criticise blame sanction impose retaliate negotiate sign"
    " ratify annex invade recognize recognise veto expel summon oppose welcome urge demand seek"
    " reject refuse agree propose offer pledge threaten suspect want plan intend decide approve"
    " lift order call"
)
#: Knowing and showing vouch for what they govern.
KNOW = _words("know find learn realize realise show see prove discover demonstrate reveal mean")
#: What is said so is weakened to possible.
DOUBT = _words(
    "suggest allege speculate suspect hint guess estimate rumor rumour fear worry imagine assume"
    " suppose presume believe think feel hypothesize hypothesise theorize predict forecast project"
    " seem appear accuse imply reckon consider tend doubt"
)
#: What is said so is denied.
DENY = _words("deny disprove refute dispute reject rebut contradict disclaim")
REQUIRE = _words(
    "require need order demand oblige instruct command direct obligate mandate compel have ought"
)
#: What these allow or enable may or may not come about.
ALLOW = _words("allow permit enable let authorize authorise license entitle empower")
#: Of these, what the predicate keeps ("begin sell").
PHASES_KEPT = _words("begin start continue help resume learn")
#: Verb → prepositions behind which, without an object, its subject suffers it ("Mayor jailed for").
CHARGING = {
    verb: _words(prepositions)
    for verbs, prepositions in (
        ("charge", "with"), ("accuse", "of"), ("acquit convict suspect", "of"),
        ("arrest detain jail imprison fine sentence sack suspend blame", "for over after on"),
        ("indict", "for on over"),
    )
    for verb in verbs.split()
}  # fmt: skip
#: Pronouns that may stand for what was said before.
POINTERS = _words("it this that so these")
REFLEXIVES = _words("himself herself itself themselves myself yourself ourselves oneself")
#: Nouns of which "is to" tells what they consist in, no plan ("the best course is to wait").
COURSES = _words(
    "course way thing option solution aim goal purpose objective task job role idea plan point"
    " example instance function mission intention strategy approach step method choice duty answer"
    " key trick secret challenge problem alternative remedy target ambition dream hope wish"
    " priority"
)
#: Verbs whose adjective says something of the subject.
LINKING = _words("be become seem appear remain feel look sound get grow prove stay make find keep")
#: With an object these hand the infinitive's subject to it ("ask Kim to leave").
OBJECT_CONTROL = _words(
    "ask tell order force allow permit enable persuade urge encourage invite require instruct"
    " advise warn teach help cause compel command expect want need lead get make let have see hear"
    " watch authorize forbid prohibit inspire motivate convince beg request direct assign appoint"
    " drive prompt push send bring leave train prepare believe consider know report say think"
    " empower equip challenge tempt entice stimulate provoke induce pay hire inspire oblige free"
)
#: Pronouns for people at large: "allows us to record" enables recording.
GENERIC = _words("us we you one ourselves yourself")
#: Who is sent is who acts ("send troops to train", but "take steps to win").
SEND = _words(
    "send bring dispatch deploy invite lead push drive assign appoint train prepare recruit hire"
    " employ summon commission"
)

PLAN_NOUNS = _words(
    "plan intention pledge promise vow decision proposal offer agreement commitment threat bid"
    " scheme intent goal aim objective mission resolution deal pact mandate"
)
DESIRE_NOUNS = _words(
    "attempt effort desire hope wish request call appeal demand campaign drive push struggle"
    " willingness ambition aspiration eagerness urge invitation"
)
ALLOW_NOUNS = _words(
    "ability right chance opportunity power permission possibility capacity potential option"
    " freedom authority license way means capability likelihood risk"
)
REQUIRE_NOUNS = _words("need duty obligation requirement order responsibility necessity")
REFUSE_NOUNS = _words("failure refusal inability reluctance unwillingness")

#: Nouns with a that-clause: said by their owner, as fact or as opinion.
CLAIM_NOUNS = _words("statement report announcement news warning remark testimony confirmation")
OPINION_NOUNS = _words(
    "claim allegation accusation charge belief view suggestion hypothesis theory idea rumor rumour"
    " suspicion assumption opinion notion impression possibility speculation assertion argument"
)
BARELY = _words("hardly scarcely barely")

#: Adjectives and adverbs that take a nominal or a clause out of the actual.
POSSIBLE_WORDS = _words(
    "alleged reported possible potential likely suspected probable apparent presumed rumored"
    " rumoured supposed purported hypothetical claimed possibly probably perhaps maybe allegedly"
    " reportedly apparently presumably supposedly purportedly potentially likely conceivably"
    " seemingly accused so-called would-be putative"
)
PLANNED_WORDS = _words(
    "planned proposed future upcoming prospective intended scheduled forthcoming"
)
NEGATIVE_WORDS = _words(
    "never no not n't nor neither hardly scarcely seldom rarely nowhere none cannot"
)
NEGATIVE_DETERMINERS = _words("no neither")
#: What is rarely so is so at times.
RARELY = _words("rarely seldom")
#: Pronouns for none.
NOBODY = _words("nobody nothing none neither no-one nobody")
#: Pronouns of what is spoken of.
THIRD = _words("he him his she her hers they them their theirs it its")
#: What stands alone for what somebody has: "Kim sold his".
OWNING = _words("his hers theirs mine yours ours")
#: Too little to say that it is so ("few came"), unless "a" stands before it.
FEW = _words("few little")
#: With "no" these deny the clause: "at no time", "by no means", "under no circumstances".
NEVER_NOUNS = _words("time point mean means circumstance way account case condition event stage")
#: What a contest is won by, besides money and shares.
MARGINS = _words("vote point goal run seat length shot stroke wicket")
#: What nearly happened did not.
NEARLY = _words("nearly almost")
#: Verbs without an object: what stands behind the next verb is not theirs ("came and saw Kim").
INTRANSITIVE = _words(
    "come go arrive sit stand sleep live die fall rise appear disappear vanish happen occur exist"
    " emerge return retire resign work speak talk wait listen look stay remain lie laugh smile cry"
    " travel walk run jump swim fly sail step turn rest kneel bow wake collapse crash burst grow"
    " increase decrease decline drop rally recover agree disagree apologise apologize protest"
    " compete cooperate collaborate participate succeed fail struggle continue sit bleed bloom"
    " faint freeze glow graduate hesitate starve suffer tremble wander weep yawn"
)

POSSIBLE_MODALS = _words("can could may might")
REQUIRED_MODALS = _words("must should ought shall")
PLANNED_MODALS = _words("will 'll ’ll wo")
CONDITIONALS = _words("if unless provided")
#: In front of a participle these tell what is so each time: "when heated".
EACH_TIME = _words("when whenever once")
#: Words that open a condition together, or a verb that does, each with "that" before without.
CONDITION_OPENINGS = tuple(
    tuple(opening.split())
    for words in (
        "as long as", "so long as", "in the event", "in case", "on condition", "on the condition",
        "on the understanding", "on the assumption", "under the condition", "assuming", "supposing",
        "provided", "providing", "presuming",
    )
    for opening in (f"{words} that", words)
)  # fmt: skip
#: Adverbs that a verb takes for a part of it: "sent it back".
PARTICLES = _words("back away together apart forward aside behind ahead")
#: Participles that behind "be" and without an object say how something is.
STATES = _words("missing lacking pending wanting owing")
#: In front of a colour these say which shade of it.
SHADES = _words("light dark pale deep bright dull")
#: Verbs that say how a time goes by: "ended the year with a loss".
PASSING = _words("end finish close conclude begin start open enter spend pass")
#: What may stand beside a "do" that only stands for another verb ("and so did Kim").
BESIDE_DO = _words("so too also still already since ever always never not n't n’t")
#: What a reader may do "if you ...", so that the sentence is meant for them.
READER_WANTS = _words("wonder ask care want need like seek look fancy prefer search wish")


#: Nouns for people by what they do or are. Endings (-er, -ist, -man ...) cover most; see `is_role`.
ROLES = _words(
    "president minister secretary chief head leader king queen prince princess emperor empress"
    " chancellor premier mayor governor senator ambassador envoy spokesman spokeswoman"
    " spokesperson chairman chairwoman chairperson chair ceo cfo cto general colonel captain"
    " sergeant lieutenant admiral major judge justice attorney lawyer professor doctor nurse pope"
    " bishop archbishop cardinal priest rabbi imam coach goalkeeper striker athlete champion boss"
    " analyst scientist expert official deputy delegate diplomat candidate mp congressman"
    " congresswoman representative lawmaker legislator guitarist pianist author poet novelist"
    " artist architect engineer student teacher pupil father mother son daughter brother sister"
    " husband wife uncle aunt cousin nephew niece grandfather grandmother grandson granddaughter"
    " friend colleague partner rival ally successor predecessor heir widow founder cofounder"
    " co-founder owner director executive manager editor reporter journalist correspondent"
    " columnist critic actor actress singer musician composer drummer bassist physicist chemist"
    " biologist mathematician philosopher historian economist politician activist dissident"
    " soldier officer policeman detective agent spy pilot astronaut sailor farmer worker man woman"
    " boy girl child victim suspect defendant witness resident citizen native member chef"
    " entrepreneur inventor pioneer explorer saint monk nun martyr chancellor commissioner"
    " treasurer counsel adviser advisor aide assistant consultant superintendent principal dean"
    " provost rector warden sheriff constable inspector ombudsman auditor accountant curator"
    " librarian patient volunteer fan hero villain star model host presenter anchor broadcaster"
)
#: Of these, the ones held at a country or an institution.
OFFICES = _words(
    "president minister secretary chief head leader king queen prince princess emperor empress"
    " chancellor premier mayor governor senator ambassador envoy spokesman spokeswoman"
    " spokesperson chairman chairwoman chairperson chair ceo cfo cto general colonel admiral judge"
    " justice attorney coach official deputy delegate diplomat representative lawmaker director"
    " executive manager editor commissioner treasurer adviser advisor principal dean provost"
    " rector ombudsman founder owner member counsel aide"
)
#: Of these, the ones that nobody holds at a country or a town: a Lyon founder is from there.
NO_COUNTRY_HAS = _words("founder owner member counsel aide executive manager editor")
ROLE_ENDINGS = ("man", "woman", "person", "ist", "ician")
NO_ROLES = _words(
    "human german roman norman ottoman talisman playlist checklist shortlist wishlist"
)
#: What the nobility are of a place.
NOBILITY = _words(
    "duke duchess count countess baron baroness earl marquess marquis viscount baronet archduke"
)
#: Trades by the dictionary that firms have as well, titles of the nobility, which stay in a name,
#: and what is no trade of its own.
NO_TRADES = (
    _words(
        "maker producer manufacturer retailer wholesaler supplier distributor publisher carrier"
        " operator builder developer insurer lender contractor exporter importer employer vendor"
        " dealer broker trader brewer printer shipper grower refiner processor packer hauler"
        " haulier reverend player guide speaker receiver master graduate recruit hire"
    )
    | NOBILITY
)

MALE = _words(
    "man boy king prince father son brother husband uncle nephew grandfather grandson spokesman"
    " chairman congressman policeman actor mr sir lord monk priest pope emperor businessman widower"
    " gentleman duke baron waiter statesman sportsman fisherman mr. he him his himself"
)
FEMALE = _words(
    "woman girl queen princess mother daughter sister wife aunt niece grandmother granddaughter"
    " spokeswoman chairwoman congresswoman policewoman actress mrs ms miss lady nun empress"
    " businesswoman widow duchess baroness waitress heroine mrs. ms. she her hers herself madam"
)
#: What stands before a role in a title ("deputy prime minister").
DEPUTIES = _words("vice deputy assistant acting prime")
#: What stands before a name, and before nothing else: "Mr King" is no king.
ADDRESS = _words(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. rev rev. messrs messrs. drs drs. mmes profs hon"
    " hon. cllr cllr. cllrs cllrs. ofc ofc. det det. insp insp. supt supt. cpl cpl. cmdr cmdr."
)
#: What somebody is called by who has been honoured: no post and no trade.
HONOURS = _words("sir lord lady dame")
TITLES = (
    ADDRESS
    | HONOURS
    | _words(
        "st st. saint capt capt. gen gen. col col. lt lt. sgt sgt. sen sen. rep rep."
        " gov gov. pres pres. president king queen prince princess pope"
    )
)

#: What stands before an office that somebody is called by.
MADAM = _words("madam mister")
#: Titles that stand in a name, where others are left out of it, and make it no other name.
KEPT_TITLES = _words("speaker reverend justice")

#: What writers ask of readers: "it should be noted that", "you will see that".
NOTING = _words(
    "note remember mention emphasize emphasise stress recall underline highlight observe know see"
    " notice realize realise understand recognize recognise add say point acknowledge remark"
)
#: What an infinitive behind a comma says of the text: "to name a few", "to put it mildly".
SAID_OF_TEXT = _words("name mention say put sum conclude begin cite quote illustrate clarify recap")
#: What comes of what happens: "..., leading to losses" tells of the whole clause before it.
RESULTING = _words(
    "lead result cause contribute make allow enable force prompt spark trigger bring raise leave"
    " cost require ensure mean"
)
#: Participles that lead in what something rests on, in front of a clause whose subject it is not.
LEADING = _words(
    "looking based depending compared given considering judging speaking following regarding"
)
#: Who denies these leaves the rest open: "not always", "not necessarily".
WHOLLY = _words("always necessarily entirely completely fully wholly altogether invariably")
#: How often: who was not charged twice may have been once.
TIMES_OVER = _words("once twice thrice again")
#: What who "would not" do it did not do when asked.
WITHHELD = _words("say comment answer confirm discuss disclose elaborate specify reveal")
#: Prepositional phrases that lead over from what was said, and take no part in the clause.
ASIDES = frozenset(
    (
        "by the way", "to our knowledge", "to my knowledge",
        "to this end", "to that end", "to these ends", "in this way", "in that way",
        "in other words", "on the whole", "at the same time", "for the most part", "in many ways",
        "in some ways", "in the end", "as a result", "as a whole", "in any case", "in any event",
        "in this case", "in that case", "in this regard", "in this respect", "on the one hand",
        "on one hand", "on the other hand", "on the other",
        "to some extent", "to a certain extent", "at first glance", "in the first place",
        "at the earliest", "at the latest", "at best", "at worst", "at most", "at the most",
        "in part",
    )
)  # fmt: skip
#: What says how something is called.
NAMING = _words("know call name nickname dub title entitle style term rename refer")
#: Adverbs without which a verb of motion means another thing ("ran aground").
AGROUND = _words("aground ashore aside apart overboard bankrupt astray awry")

#: Legal forms behind the names of companies, as they are written.
COMPANY_FORMS = _words(
    "Inc Inc. Incorporated Corp Corp. Corporation Ltd Ltd. Limited Co Co. plc PLC LLC LLP Pty AG"
    " GmbH KG KGaA SE SA S.A. SAS SARL SpA S.p.A. NV N.V. BV B.V. AB ASA AS A/S Oy Oyj"
)

#: Verbs that with an abstract object only carry it ("play a role in", "shed light on").
LIGHT = _words("give have make pay play pose put raise shed take")

#: Verb → the nouns that are half of what it says: "take place in", "play a role in".
LIGHT_PAIRS = {
    "take": _words(
        "place part office effect shape root care advantage charge control aim action possession"
        " delivery custody issue precedence exception"
    ),
    "put": _words("end stop"),
    "bring": _words("end"),
    "cast": _words("doubt light"),
    "play": _words("role part"),
    "give": _words("birth rise way"),
    "pay": _words("tribute attention homage"),
    "make": _words("use fun sense debut way"),
    "lay": _words("siege claim"),
    "set": _words("foot sail fire"),
    "lose": _words("touch sight track"),
    "hold": _words("sway office"),
    "shed": _words("light"),
    "have": _words("effect impact influence access"),
    "keep": _words("track pace"),
    "catch": _words("fire sight"),
}
#: How brackets behind a name open what they tell of a life.
LIFE_WORDS = _words("born b. died d. née nee b d")
#: Adverbs without which an adjective would say another thing.
DEGREES = _words("more less most least too as not hardly barely scarcely")
#: Verbs whose "by" tells by what name or sign, and not who does it.
BY_NAME = _words("know go recognize recognise identify accompany mean")
#: How something is done or sent, behind a bare "by": no one does it ("taken by force").
MEANS = _words(
    "hand mail post email e-mail phone telephone fax letter courier force accident mistake chance"
    " design default law definition nature proxy vote decree lot rail road sea air land foot train"
    " bus car taxi boat ship ferry plane bicycle bike tram horse name night day ear heart"
    " appointment invitation request happenstance coincidence"
)
#: Who does this to a chance, a right or a plan does not come to use it.
LOSING = _words(
    "miss lack lose waste squander decline reject refuse forgo relinquish waive abandon drop"
    " cancel shelve scrap renounce forfeit"
)
#: Who does this to a plan or a right mostly does it to somebody else's.
HINDERING = _words("block oppose deny thwart veto obstruct")
#: Verbs whose "with" adds nothing: "met with Kim" is "met Kim".
PLAIN_WITH = _words("meet confer visit battle fight wed")

ORGANIZATION_NOUNS = _words(
    "company firm corporation organization organisation agency group bank party team club"
    " university college school institute institution ministry department committee council"
    " commission association union league band court church museum foundation charity startup"
    " manufacturer maker retailer airline publisher broadcaster newspaper magazine hospital"
    " laboratory consortium coalition alliance federation authority bureau office studio label"
    " network conglomerate business enterprise"
)
PLACE_NOUNS = _words(
    "city town village island region province state district county area country place capital"
    " river mountain lake sea ocean desert valley coast bay port harbor harbour street road avenue"
    " square park garden building house home residence palace castle hotel hospital school"
    " university college church cathedral temple mosque museum theater theatre stadium arena"
    " airport station factory plant office headquarters prison court courthouse camp base border"
    " peninsula continent site location neighborhood neighbourhood suburb farm field forest beach"
    " hall room apartment shop store market restaurant bar cafe bridge tower gate table center"
    " centre laboratory campus zone territory colony settlement metropolis world"
)
#: What a predicate may end with, and a participant of a claim stand behind.
PREPOSITIONS = _words(
    "of in on at to for from with by as about against into over under through between among after"
    " before during near within without across around behind below above beyond onto upon since"
    " until toward towards along like than off out up down per via"
)
PLACE_PREPOSITIONS = _words("in at near inside off on across along beside around within")
#: With a bare preposition these link sentences and relate nothing ("for example", "in turn").
DISCOURSE = _words(
    "example instance fact particular general principle addition contrast turn return course"
    " conclusion summary short brief comparison effect essence reality practice theory particular"
    " case sum hindsight detail total truth all"
)
#: Prepositions that bring in another topic and relate nothing ("Besides chess, she likes tea").
ADDING = _words("besides despite notwithstanding regarding concerning unlike like")
#: Adjectives that pick one out, of which the infinitive is fact ("the only firm to bid").
SINGLING = _words("first last only next latest second third")
#: Nouns whose bare relative clause says how, when or why ("the way they work").
WAY_NOUNS = _words("way manner extent degree time day moment reason speed rate ease pace")
#: Nouns that only measure or pick from what their "of" names.
PARTITIVES = _words(
    "number part one more few any much none some many most all each both several kind type sort"
    " series group lot majority variety range pair set form piece half third quarter rest amount"
    " percent share couple bunch handful collection array list class member plenty dozen hundred"
    " thousand million billion percentage portion section lack host sum total multitude wealth"
    " average rate level"
)


#: Writings, which can say something.
TEXT_NOUNS = _words(
    "report study survey article statement letter document paper book review analysis memo poll"
    " editorial blog note theory law constitution treaty agreement rule text author legend"
    " tradition source record"
)
#: Groups of people, which can say something.
PEOPLE_NOUNS = _words(
    "government administration police army military side people critic family crowd public staff"
    " opponent supporter leadership opposition delegation authority regulator investor scholar"
    " researcher country nation state city parliament congress senate cabinet regime"
)


def is_office(label: str) -> bool:
    """Whether what looks like a name is only a role ("Vice Chancellor").

    >>> is_office("Vice Chancellor"), is_office("Nick Chapman")
    (True, False)
    """
    return all(word in ROLES or word in DEPUTIES for word in label.lower().split())


def is_role(lemma: str) -> bool:
    """Whether a common noun is what people do or are ("minister", "guitarist", "surgeon")."""
    return is_post(lemma) or (lemma in wordnet.words("trade") and lemma not in NO_TRADES)


def is_post(lemma: str) -> bool:
    """Whether a word, also one with a capital, is what people do or are, and nobody's name.

    >>> is_post("minister"), is_role("weaver"), is_post("weaver")
    (True, True, False)
    """
    if lemma in ROLES:
        return True
    return len(lemma) > 5 and lemma.endswith(ROLE_ENDINGS) and lemma not in NO_ROLES
