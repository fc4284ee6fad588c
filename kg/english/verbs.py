"""Verbs whose form in -s reads like the plural of a noun: "audits", "ships", "backs"."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What somebody does to something or somebody; a headline may say it of a name.
ACTS = _words(
    "abandons accepts acquires addresses admits adopts advises aids aims airs appeals"
    " appoints approves arms arrests asks assaults attacks auctions audits awards backs bans"
    " bars batters beats bids blames blasts blocks bombs books boosts boots bottles brands"
    " brews bribes bridges briefs broadcasts builds burns buys calls camps cancels captures"
    " cautions cedes censures chairs challenges champions charges charters checks chides cites"
    " claims cleans clears closes coaches collects combats commands commits completes condemns"
    " confirms conquers contests contracts controls convicts cooks copies counts courts covers"
    " cracks credits crews criticises criticizes crosses crowns cultivates curbs cures cuts"
    " damages dams dates deals debates debuts decks decorates defeats defends defers delays"
    " delivers demands denies deploys designs develops diagnoses dismisses displays ditches"
    " divides documents donates doubles doubts drafts drains dresses drills drinks drives"
    " drops dubs dumps earns eases edits ejects elects endorses ends enters escapes evicts"
    " examines exchanges exits expands expels experiments exploits explores exports extends"
    " eyes faces fakes farms fathers favors favours fears feeds fells fights files fills films"
    " fines fires fishes fits fixes floats floods flouts follows forces forecasts forges forms"
    " fosters founds frames freezes fuels funds gains gauges gifts grants greets grills grows"
    " guards guides hails halts hammers handles harvests hauls heads heats helps hires hits"
    " holds honors honours hosts houses hunts imports increases infects injures inks inspects"
    " insults insures interviews invades invests invites issues jails joins judges keeps kicks"
    " kills knocks lands lauds launches leads leaks leases leaves lends licenses lifts likes"
    " limits links lists loads loans lobbies locks loots loses loves lowers makes manages mans"
    " maps markets marries masters matches measures mends mentors merges milks mines mints"
    " misses mocks models moves mugs murders names needs nets nominates notifies nurses offers"
    " oils opens operates opposes orders ousts outlines outsources owes owns packs paints"
    " pardons parks passes patents paves pays phones photographs picks pilots places plagues"
    " plans plants plays pledges plots ploughs polices polishes polls posts praises presents"
    " presses prices prints probes processes produces profits projects promises promotes"
    " protects protests publishes pulls pumps punishes purchases pushes quits quizzes quotes"
    " races raids raises rams ranks rates raves reaches reads rebukes recalls receives"
    " recruits reforms refunds refuses regains rejects rejoins releases rents repairs repays"
    " repeals replaces requests rescues researches resells reserves resigns restores"
    " restructures retires returns reverses reviews rewards rivals robs rows rubbishes rules"
    " sacks salutes samples saves scans scares scouts scraps screens seals searches secures"
    " seeks seizes sells sends sentences serves services settles shelters shields ships shocks"
    " shoots shortlists shoulders shuns shuts sights signs sinks slams slaps slashes smuggles"
    " snubs soothes sponsors spots stages stars starts states steals stocks stops stores"
    " storms strikes studies subsidises subsidizes sues supplies supports surprises surveys"
    " suspects suspends swaps sweeps takes tames tapes targets taxes teaches tempts tests"
    " thanks threatens thwarts tips tops touts tracks trades trains transfers transports traps"
    " treats trials tricks triples trumps trusts tutors unveils updates upgrades urges uses"
    " values vetoes views visits votes vows wants warns watches waters weighs welcomes wins"
    " withdraws wounds wows writes"
)
#: What one substance or organism does to another.
WORKINGS = _words(
    "absorbs acetylates activates adsorbs antagonises antagonizes attacks attenuates binds"
    " blocks boosts catalyses catalyzes cleaves colonises colonizes converts couples"
    " deactivates decomposes degrades dephosphorylates depletes destroys dissolves"
    " downregulates eats elevates elicits emits encodes enhances expresses feeds forms"
    " glycosylates hydrolyses hydrolyzes impairs inactivates induces infects inhibits invades"
    " kills localises localizes lowers mediates metabolises metabolizes methylates modulates"
    " oxidises oxidizes parasitises parasitizes phosphorylates pollinates potentiates prevents"
    " produces promotes protects pumps raises recruits reduces regulates releases represses"
    " secretes sensitises sensitizes stabilises stabilizes stimulates suppresses synthesises"
    " synthesizes targets tolerates transcribes translates transports triggers ubiquitinates"
    " uncouples upregulates yields"
)
#: Of these, and besides, what behind a name is a noun more often than not; in a headline, which may
#: have no verb, they tell nothing.
THINGS = _words(
    "accounts arms awards bonds books brands bridges camps clubs coaches courts covers"
    " credits crews deals designs displays documents drinks exports farms fashions files films"
    " foods forces forms gifts goods grants guards guides hits homes honors honours houses"
    " imports interests interviews issues labs lands leads links lists loans maps markets"
    " masters matches measures mills mines models networks notes parks parts phones"
    " photographs places plays polls posts prices prints products profits projects quotes"
    " races ranks rates records reports requests results returns reviews rewards rules sales"
    " samples scans screens seals searches services shares shields sights signs stages stars"
    " states stocks stores studies supplies surveys systems tapes targets taxes terms tests"
    " tips tracks trades trains transfers trials trusts updates values videos views volumes"
    " votes watches waters words works"
)
#: What makes somebody something.
APPOINTING = _words("appoints crowns dubs elects makes names nominates promotes")

#: What these tell harms who does it, or accuses them.
HARM = _words(
    "murder kill rape rob steal stab shoot poison assault attack embezzle bribe forge defraud"
    " cheat blackmail kidnap abduct abuse molest beat torture burn bomb hijack smuggle launder"
    " fake falsify plagiarise plagiarize lie betray spy sabotage vandalise vandalize loot extort"
    " threaten strangle drown injure wound harass stalk deceive swindle counterfeit burgle hit"
    " slap punch insult confess plead flee escape fail collapse crash overdose drink neglect"
    " abandon violate breach evade pollute leak hack mistreat exploit execute massacre slaughter"
    " assassinate behead"
)

#: What the law does to somebody.
LAW = frozenset(
    "accuse arrest charge convict sentence jail imprison indict prosecute fine suspect detain"
    " extradite acquit suspend dismiss expel".split()
)
#: What others do to somebody in office or in trouble: a headline tells it without a "was".
DONE_TO = frozenset(
    "oust sack fire ban bar clear sue criticise criticize censure reprimand exonerate pardon evict"
    " deport honour honor knight elect appoint reinstate injure wound kill stab shoot hospitalise"
    " hospitalize rescue".split()
)

#: Verbs that are told with what they are done to, in nine of ten places of two treebanks (Universal
#: Dependencies English EWT and GUM, training parts). Without it they say half of what happened.
TRANSITIVE = frozenset(
    "abandon absorb accept achieve acknowledge address affect affirm afford allow appreciate assert"
    " assess assume assure attract avoid blame bring buy cause choose claim collect conduct"
    " congratulate consider contact contain convince create declare defeat define delete"
    " demand demonstrate deny describe deserve determine discover draft earn eliminate emphasize"
    " enable encourage enjoy ensure estimate evaluate examine exceed expect explain express feature"
    " find force give grab guarantee handle highlight host ignore imagine include"
    " indicate inspire install interview introduce investigate invite involve issue keep lack list"
    " maintain make manage name note notice obtain offer order own place present preserve"
    " prevent produce promote propose prove provide pull purchase pursue put quote reach realize"
    " receive recognize reference regret release represent require reserve reveal save"
    " select show solve spend state strengthen submit suggest support take thank threaten trigger"
    " undermine undertake urge use value view witness".split()
)

#: Verbs of saying and seeming: without what is said, or how it seems, they say half of it.
INCOMPLETE = frozenset(
    "say tell ask announce confirm insist argue disclose look seem become feel".split()
)
