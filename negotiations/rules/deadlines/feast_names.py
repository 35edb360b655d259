"""Names of feasts and public holidays, with the rule that gives their day. Data only."""

from negotiations.rules.deadlines.tables import listed

# Words that say which Easter or Christmas is meant.
RITES = {
    "orthodox": "orthodox", "eastern orthodox": "orthodox", "greek": "orthodox", "greek orthodox": "orthodox",
    "russian": "orthodox", "russian orthodox": "orthodox", "julian": "orthodox",
    "ukrainian orthodox": "orthodox",
    "coptic": "orthodox", "serbian": "orthodox", "serbian orthodox": "orthodox", "ethiopian": "orthodox",
    "western": "western", "catholic": "western", "roman catholic": "western", "gregorian": "western",
    "protestant": "western", "latin": "western", "roman": "western",
}  # fmt: skip
# Days from Easter Sunday under names that both rites use.
EASTER_DAYS = {
    "easter": 0, "easter sunday": 0, "easter day": 0, "easter monday": 1, "good friday": -2,
    "palm sunday": -7,
    "holy saturday": -1, "easter saturday": -1, "easter eve": -1, "holy thursday": -3, "pentecost": 49,
    "pentecost sunday": 49, "pentecost monday": 50, "ascension": 39, "ascension day": 39,
    "ascension thursday": 39, "feast of the ascension": 39, "easter tuesday": 2, "trinity monday": 50,
    "resurrection sunday": 0,
}  # fmt: skip
WESTERN_DAYS = {
    "ash wednesday": -46, "shrove tuesday": -47, "shrove monday": -48, "mardi gras": -47, "pancake day": -47,
    "maundy thursday": -3, "whit sunday": 49, "whitsun": 49, "whit monday": 50, "corpus christi": 60,
    "trinity sunday": 56, "low sunday": 7, "mothering sunday": -21, "fat tuesday": -47, "rose monday": -48,
    "whitsunday": 49,
}  # fmt: skip
ORTHODOX_DAYS = {
    "great friday": -2, "great and holy friday": -2, "holy and great friday": -2, "great saturday": -1,
    "great thursday": -3, "clean monday": -48, "bright monday": 1, "pascha": 0, "paskha": 0,
    "thomas sunday": 7,
    "radonitsa": 9, "troitsa": 49,
}  # fmt: skip
CHRISTMAS = {
    "christmas": 0, "christmas day": 0, "xmas": 0, "xmas day": 0, "x-mas": 0, "christmas eve": -1,
    "xmas eve": -1,
    "nativity": 0, "feast of the nativity": 0, "x mas": 0,
}  # fmt: skip
JULIAN_CHRISTMAS = listed("RU BY RS GE MD MK ME UA ET EG KZ")
LUNAR = (
    "ramadan", "ramazan", "eid", "eid al-fitr", "eid ul-fitr", "eid al fitr", "eid al-adha", "eid ul-adha",
    "eid al adha", "ashura", "mawlid", "muharram", "arbaeen", "end of ramadan", "the end of ramadan",
    "chinese new year",
    "lunar new year", "diwali", "passover", "rosh hashanah", "yom kippur", "hanukkah", "sukkot", "vesak",
    "holi",
    "purim", "shavuot", "nowruz", "tet", "islamic new year", "the start of ramadan", "start of ramadan",
    "the beginning of ramadan", "holy month of ramadan", "the holy month of ramadan", "songkran festival",
    "lent",
    "holy week", "advent", "the hajj", "hajj", "kurban bayram", "bayram", "easter week", "easter holidays",
    "the easter holidays", "christmas holidays", "christmas week", "easter weekend", "easter break",
    "christmas break",
    "the christmas holidays", "the holidays", "holiday season",
)  # fmt: skip
# Name -> (month, day), the same in every country that uses the name.
FIXED = {
    "new year's day": (1, 1), "new years day": (1, 1), "new year day": (1, 1), "new year's": (1, 1),
    "new year": (1, 1), "new year's eve": (12, 31), "new years eve": (12, 31), "new year eve": (12, 31),
    "epiphany": (1, 6), "three kings day": (1, 6), "three kings' day": (1, 6), "twelfth night": (1, 5),
    "old new year": (1, 14), "groundhog day": (2, 2), "candlemas": (2, 2), "valentine's day": (2, 14),
    "valentines day": (2, 14), "valentine's": (2, 14), "st valentine's day": (2, 14),
    "saint valentine's day": (2, 14),
    "st david's day": (3, 1), "international women's day": (3, 8), "women's day": (3, 8),
    "st patrick's day": (3, 17), "saint patrick's day": (3, 17), "st patricks day": (3, 17),
    "st. patrick's day": (3, 17), "lady day": (3, 25), "april fools": (4, 1), "april fool's day": (4, 1),
    "april fools day": (4, 1), "april fools' day": (4, 1), "all fools' day": (4, 1), "earth day": (4, 22),
    "st george's day": (4, 23), "anzac day": (4, 25), "may day": (5, 1), "international workers' day": (5, 1),
    "international workers day": (5, 1), "cinco de mayo": (5, 5), "europe day": (5, 9), "v-e day": (5, 8),
    "ve day": (5, 8), "juneteenth": (6, 19), "russia day": (6, 12), "midsummer day": (6, 24),
    "canada day": (7, 1),
    "fourth of july": (7, 4), "the fourth of july": (7, 4), "bastille day": (7, 14),
    "swiss national day": (8, 1),
    "assumption": (8, 15), "assumption day": (8, 15), "assumption of mary": (8, 15), "michaelmas": (9, 29),
    "german unity day": (10, 3), "day of german unity": (10, 3), "united nations day": (10, 24),
    "un day": (10, 24),
    "halloween": (10, 31), "hallowe'en": (10, 31), "reformation day": (10, 31), "all hallows' eve": (10, 31),
    "all saints' day": (11, 1), "all saints day": (11, 1), "all saint's day": (11, 1),
    "all souls' day": (11, 2),
    "all souls day": (11, 2), "guy fawkes night": (11, 5), "guy fawkes day": (11, 5),
    "bonfire night": (11, 5),
    "armistice day": (11, 11), "remembrance day": (11, 11), "veterans day": (11, 11),
    "veteran's day": (11, 11),
    "veterans' day": (11, 11), "martinmas": (11, 11), "st martin's day": (11, 11),
    "st andrew's day": (11, 30),
    "st nicholas day": (12, 6), "saint nicholas day": (12, 6), "immaculate conception": (12, 8),
    "human rights day": (12, 10), "boxing day": (12, 26), "st stephen's day": (12, 26),
    "saint stephen's day": (12, 26),
    "second day of christmas": (12, 26), "hogmanay": (12, 31), "st sylvester": (12, 31),
    "australia day": (1, 26),
    "inauguration day": (1, 20), "world aids day": (12, 1), "nelson mandela day": (7, 18),
    "kwanzaa": (12, 26),
    "independence day of ukraine": (8, 24), "ukrainian independence day": (8, 24),
    "ukraine's independence day": (8, 24),
    "independence day of india": (8, 15), "american independence day": (7, 4), "us independence day": (7, 4),
    "orthodox new year": (1, 14), "d-day anniversary": (6, 6),
}  # fmt: skip
# Name -> (month, weekday with Monday 0, which one or -1 for the last, days more).
NTH_WEEKDAY = {
    "martin luther king day": (1, 0, 3, 0), "martin luther king jr day": (1, 0, 3, 0),
    "mlk day": (1, 0, 3, 0),
    "martin luther king's day": (1, 0, 3, 0), "presidents day": (2, 0, 3, 0), "president's day": (2, 0, 3, 0),
    "presidents' day": (2, 0, 3, 0), "washington's birthday": (2, 0, 3, 0), "labor day": (9, 0, 1, 0),
    "columbus day": (10, 0, 2, 0), "indigenous peoples' day": (10, 0, 2, 0),
    "indigenous peoples day": (10, 0, 2, 0),
    "black friday": (11, 3, 4, 1), "cyber monday": (11, 3, 4, 4), "giving tuesday": (11, 3, 4, 5),
    "father's day": (6, 6, 3, 0), "fathers day": (6, 6, 3, 0), "fathers' day": (6, 6, 3, 0),
    "thanksgiving eve": (11, 3, 4, -1), "arbor day": (4, 4, -1, 0), "us election day": (11, 0, 1, 1),
    "american thanksgiving": (11, 3, 4, 0), "us thanksgiving": (11, 3, 4, 0),
    "canadian thanksgiving": (10, 0, 2, 0),
    "remembrance sunday": (11, 6, 2, 0), "super tuesday": (3, 0, 1, 1),
    "grandparents day": (9, 0, 1, 6), "labor day weekend": (9, 0, 1, 0),
}  # fmt: skip
_INDEPENDENCE: dict[str, tuple[int, ...]] = {
    "US": (7, 4), "UA": (8, 24), "IN": (8, 15), "PK": (8, 14), "MX": (9, 16), "CO": (7, 20), "GE": (5, 26),
    "AM": (9, 21), "MD": (8, 27), "LB": (11, 22), "FI": (12, 6), "PL": (11, 11), "BR": (9, 7), "ID": (8, 17),
    "PH": (6, 12), "KE": (12, 12), "NG": (10, 1), "SS": (7, 9), "SD": (1, 1), "BY": (7, 3), "EE": (2, 24),
    "LT": (2, 16), "LV": (11, 18), "GR": (3, 25), "AR": (7, 9), "CL": (9, 18), "PE": (7, 28),
}  # fmt: skip
BY_COUNTRY: dict[str, dict[str, tuple[int, ...]]] = {
    "independence day": _INDEPENDENCE,
    "thanksgiving": {"*": (11, 3, 4, 0), "US": (11, 3, 4, 0), "CA": (10, 0, 2, 0)},
    "thanksgiving day": {"*": (11, 3, 4, 0), "US": (11, 3, 4, 0), "CA": (10, 0, 2, 0)},
    "labour day": {"*": (5, 1), "CA": (9, 0, 1, 0), "US": (9, 0, 1, 0), "AU": (10, 0, 1, 0),
    "NZ": (10, 0, 4, 0)},
    "mother's day": {"*": (5, 6, 2, 0), "GB": (-21,), "IE": (-21,), "FR": (5, 6, -1, 0), "PL": (5, 26)},
    "mothers day": {"*": (5, 6, 2, 0), "GB": (-21,), "IE": (-21,), "FR": (5, 6, -1, 0), "PL": (5, 26)},
    "memorial day": {"*": (5, 0, -1, 0), "US": (5, 0, -1, 0)},
    "victory day": {"RU": (5, 9), "BY": (5, 9), "KZ": (5, 9), "RS": (5, 9), "AZ": (11, 8), "TR": (8, 30),
    "BD": (12, 16)},
    "republic day": {"IN": (1, 26), "TR": (10, 29), "IT": (6, 2), "PT": (10, 5), "AM": (5, 28),
    "PK": (3, 23)},
    "constitution day": {"UA": (6, 28), "US": (9, 17), "NO": (5, 17), "PL": (5, 3), "JP": (5, 3),
    "ES": (12, 6)},
    "unity day": {"RU": (11, 4), "DE": (10, 3), "UA": (1, 22)},
    "national day": {"CN": (10, 1), "FR": (7, 14), "QA": (12, 18), "AE": (12, 2), "SA": (9, 23),
    "CH": (8, 1), "SE": (6, 6)},
    "election day": {"*": (11, 0, 1, 1), "US": (11, 0, 1, 1)},
    "flag day": {"US": (6, 14), "UA": (8, 23), "RU": (8, 22)},
    "liberation day": {"IT": (4, 25), "NL": (5, 5), "KR": (8, 15)},
    "defender of the fatherland day": {"*": (2, 23), "RU": (2, 23)},
    "defenders day": {"*": (10, 1), "UA": (10, 1)},
    "boxing day bank holiday": {"*": (12, 26)},
}  # fmt: skip
