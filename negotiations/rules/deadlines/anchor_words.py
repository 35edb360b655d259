"""The words of treaty acts and events, with the act each stands for. Data only."""

from negotiations.rules.deadlines.tables import listed

_ACT_WORDS = {
    "signature": "signature signatures signing signed sign signs",
    "adoption": "adoption adopted adopts adopt adopting",
    "notification": "notification notifications notice notified notifies notify notifying",
    "receipt": "receipt received receives receive receiving",
    "start": "start starts started starting beginning begins began begin begun commencement commences "
    "commenced commence commencing onset outset launch launched initiation opening opens opened",
    "expiry": "expiry expiration expires expired expire expiring end ends ended ending termination "
    "terminates terminated terminate lapse lapses lapsed",
    "publication": "publication published publishes publish publishing",
    "deposit": "deposit deposited deposits depositing",
    "ratification": "ratification ratified ratifies ratify ratifying ratifications",
    "acceptance": "acceptance accepted accepts accept",
    "approval": "approval approved approves approve",
    "accession": "accession accedes acceded",
    "withdrawal": "withdrawal withdraws withdrew withdrawn withdraw withdrawing pullout withdrawals",
    "transfer": "transfer transferred transfers",
    "implementation": "implementation implemented implements implement implementing",
    "release": "release released releases releasing",
    "announcement": "announcement announced announces announce",
    "request": "request requested requests",
    "conclusion": "conclusion concluded concludes conclude",
    "delivery": "delivery delivered delivers handed-down",
    "submission": "submission submitted submits submit",
    "registration": "registration registered",
    "appointment": "appointment appointed",
    "service": "service served",
    "issuance": "issuance issued issue issues rendered renders rendering",
    "judgment": "judgment judgement ruling",
    "completion": "completion completed completes complete",
    "establishment": "establishment established",
    "election": "election elections",
    "deployment": "deployment deployed deploys",
    "arrival": "arrival arrives arrived",
    "d-day": "d-day dday",
}
_PHRASES = {
    "entry into force": (
        "entry into force|enters into force|entered into force|enter into force|entering into force|"
        "comes into force|came into force|coming into force|come into force|takes effect|took effect|"
        "take effect|taking effect|entry into effect|enters into effect|entered into effect|comes into effect|"
        "came into effect|coming into effect|goes into effect|went into effect|going into effect|"
        "go into effect|effective date|becomes effective|become effective|became effective|effectiveness|eif|in force|"
        "entry-into-force|come into effect|going into force|goes into force|date of effect|enters in force|"
        "took hold|takes hold|take hold|taking hold|"
        "entry in force|date of effectiveness|became operative|takes force"
    ),
    "expiry": "end of term|end of the term|expiry date|expiration date",
    "d-day": "d day|day d",
    "start": "start date|commencement date",
    "withdrawal": "pull out|pulls out|pulled out",
    "announcement": "made public",
}

# How the act is named as a noun; any other word for it is a verb ("is signed", "begins").
NOUNS = listed(
    "signature signatures signing adoption notification notifications notice receipt start beginning "
    "commencement onset outset launch initiation opening expiry expiration end termination lapse publication deposit "
    "ratification ratifications acceptance approval accession withdrawal pullout withdrawals transfer "
    "implementation release announcement request conclusion delivery submission registration appointment service "
    "issuance issue judgment judgement ruling completion establishment election elections deployment arrival d-day "
    "dday entry coming effectiveness eif effective force effect ratifying passage endorsement"
)
ACTS = {word: act for act, words in _ACT_WORDS.items() for word in words.split()} | {
    phrase: act for act, phrases in _PHRASES.items() for phrase in phrases.split("|")
}

# Documents in general: they tell two events apart only if nothing else does.
GENERIC = listed(
    "agreement agreements accord accords deal treaty pact convention memorandum text document initiative "
    "understanding act regulation directive decision resolution order statute framework arrangement plan "
    "law contract instrument letter communication note verbale report protocol opinion award charter"
)

# Words that name the same thing.
SAME = {
    **dict.fromkeys(
        listed(
            "agreements accord accords deal treaty pact convention memorandum text document initiative framework "
            "understanding arrangement plan contract charter"
        ),
        "agreement",
    ),
    "truce": "ceasefire", "armistice": "ceasefire", "cessation": "ceasefire",
    "hostilities": "ceasefire", "truces": "ceasefire", "ceasefires": "ceasefire", "stage": "phase",
    "troops": "forces", "troop": "forces", "force": "forces",
    "captives": "hostages", "instruments": "instrument", "uk": "britain", "usa": "us",
}  # fmt: skip

STOP = listed(
    "now today tomorrow next last the of this that its a an date day on which is are was were has have been will "
    "shall be both all "
    "any each parties party sides side by in to for and or from at their his her our your my it they "
    "them these those present said such when with as into upon under between after before following "
    "within respective formal official's time hour moment having being date's latter former relevant "
    "thereof hereof such who whom would if than then there formally first-mentioned actual successful "
    "paid made held convened "
    "official journal oj journal's european union states state signatory member members contracting two "
    "three new i ii"
)
