"""What was chosen by hand for the eight missions of un2025, and the sizes of the rule."""

MISSIONS = ("UNMIK", "MINURSO", "UNFICYP", "UNDOF", "UNISFA", "UNIFIL", "MONUSCO", "UNMISS")

# Sectors: id -> location (as Geo-PKO writes it) of its headquarters, the mission's own first.
# A site belongs to the nearest of them.
SECTORS: dict[str, dict[str, str]] = {
    "UNMIK": {"pristina": "Pristina", "north": "Kosovska Mitrovica"},
    "MINURSO": {"laayoune": "Laayoune"},
    "UNFICYP": {"hq": "UNPA", "one": "Skouriotissa", "two": "Nicosia", "four": "Famagusta"},
    "UNDOF": {"north": "Camp Faouar", "south": "Position 80"},
    "UNISFA": {"centre": "Abyei Camp", "south": "Athony", "north": "Diffra", "kadugli": "Kadugli",
               "gok-machar": "Gok-machar"},
    "UNIFIL": {"naqoura": "Naqoura", "west": "Position 2-3", "east": "Position 7-2"},
    "MONUSCO": {"kinshasa": "Kinshasa", "ituri": "Bunia", "beni": "Mavivi", "goma": "Goma",
                "south": "Kavumu"},
    "UNMISS": {"south": "Juba", "unity": "Bentiu", "east": "Bor", "north": "Malakal",
               "west": "Wau"},
}  # fmt: skip

# Locations that are part of another site: a headquarters beside its camp, ships that go by a port.
PART_OF = {
    ("UNISFA", "Abyei"): "Abyei Camp",
    ("UNISFA", "Rumajak"): "Abyei Camp",
    ("UNISFA", "Rumajak/Dokura"): "Dokura",
    ("UNISFA", "PM Chief"): "Abyei Camp",
    ("UNISFA", "Madingthon"): "Abyei Camp",
    ("UNIFIL", "Maritime Task Force"): "Naqoura",
    # outposts counted at the base of their battalion
    ("UNIFIL", "Position 4-28"): "Position 4-2",
    ("UNIFIL", "Position 4-31"): "Position 4-2",
    ("UNIFIL", "Position 4-34"): "Position 4-2",
    ("UNIFIL", "Position 4-7A"): "Position 4-2",
    ("UNIFIL", "Position 4-7C"): "Position 4-2",
    ("UNIFIL", "Position 5-20"): "Position 5-66",
    ("UNIFIL", "Position 5-42"): "Position 5-66",
    ("UNIFIL", "Position 1-0A"): "Position 5-66",
    ("UNIFIL", "Position 6-40"): "Position 2-1",
    ("UNIFIL", "Position 6-43"): "Position 2-1",
    ("UNIFIL", "Position 8-32"): "Position 8-30",
    ("UNIFIL", "Position 8-33"): "Position 8-30",
    ("UNIFIL", "Position 8-34"): "Position 8-30",
    ("UNIFIL", "Position 8-36"): "Position 8-30",
    ("UNIFIL", "Position 9-10"): "Position 9-1",
    ("UNIFIL", "Position 9-2"): "Position 9-1",
    ("UNIFIL", "Position 9-63"): "Position 7-1",
    ("UNIFIL", "Position 9-64"): "Position 7-2",
    ("UNIFIL", "Position 9-66"): "Position 7-2",
    ("UNDOF", "Position 12A"): "Position 12",
    ("MONUSCO", "Beni Boikene"): "Mavivi",
    ("MONUSCO", "Himbi"): "Goma",
    ("MONUSCO", "Ruchuru"): "Kiwanja",
}

# Branches of units that are not infantry: (mission, contributor, site) -> type. Assumptions, from
# the flags of the site and general knowledge of who sends what.
BRANCHES = {
    ("MINURSO", "BGD", "laayoune"): "hospital_l2",
    ("UNDOF", "IND", "camp-faouar"): "transport",
    ("UNDOF", "KAZ", "camp-faouar"): "qrf",
    ("UNISFA", "VNM", "highway"): "engineer",
    ("UNISFA", "CHN", "abyei-camp"): "qrf",
    ("UNISFA", "NGA", "abyei-camp"): "hospital_l2",
    ("UNISFA", "NPL", "abyei-camp"): "military_police",
    ("UNIFIL", "BGD", "naqoura"): "riverine",
    ("UNIFIL", "DEU", "naqoura"): "riverine",
    ("UNIFIL", "GRC", "naqoura"): "riverine",
    ("UNIFIL", "TUR", "naqoura"): "riverine",
    ("UNIFIL", "LKA", "naqoura"): "force_protection",
    ("UNIFIL", "TZA", "naqoura"): "military_police",
    ("UNIFIL", "CHN", "position-2-31"): "hospital_l2",
    ("UNIFIL", "KHM", "position-7-3"): "engineer",
    ("MONUSCO", "BGD", "bunia"): "aviation",
    ("MONUSCO", "MAR", "bunia"): "hospital_l2",
    ("MONUSCO", "ZAF", "goma"): "aviation",
    ("MONUSCO", "IND", "beni"): "hospital_l2",
    ("MONUSCO", "URY", "kavumu"): "aviation",
    ("MONUSCO", "GTM", "sake"): "special_forces",
    ("MONUSCO", "JOR", "uvira"): "special_forces",
    ("MONUSCO", "IDN", "mavivi"): "engineer",
    ("UNMISS", "CHN", "wau"): "engineer",
    ("UNMISS", "KOR", "bor"): "engineer",
    ("UNMISS", "LKA", "bor"): "hospital_l2",
    ("UNMISS", "KHM", "juba"): "military_police",
    ("UNMISS", "VNM", "bentiu"): "hospital_l2",
    ("UNMISS", "PAK", "bentiu"): "engineer",
    ("UNMISS", "THA", "juba"): "engineer",
    ("UNMISS", "IND", "juba"): "hospital_l2",
    ("UNMISS", "BGD", "juba"): "riverine",
}

NO_CONTRIBUTOR = {"Multinational", "Un", "TCC name unknown"}
OTHER_NAMES = {"Korea (ROK)": "KOR", "Turkey": "TUR", "United Kingdom": "GBR", "Vietnam": "VNM",
               "Tanzania": "TZA", "South Africa": "ZAF", "South Korea": "KOR"}  # fmt: skip

BATTALION, COMPANY, PLATOON = 650, 150, 35  # Geo-PKO codebook
LARGEST_BATTALION, LARGEST_COMPANY, LARGEST_FPU = 850, 250, 180
LEAST_BATTALION, LEAST_COMPANY = 312, 72  # halfway between two sizes on a logarithmic scale

# Priority of a task by unit type at headquarters and elsewhere, and what is asked. Assumptions.
TASKS = {
    "infantry_bn": ("protect civilians and hold the area", 1, 2),
    "infantry_coy": ("protect civilians and hold the area", 2, 3),
    "infantry_platoon": ("observe and patrol", 3, 4),
    "qrf": ("reserve of the force", 1, 2),
    "special_forces": ("reserve of the force", 2, 2),
    "force_protection": ("protect the mission", 2, 3),
    "hospital_l2": ("medical", 1, 1),
    "aviation": ("flying", 2, 2),
    "engineer": ("camps and roads", 3, 3),
    "transport": ("movement", 3, 3),
    "signals": ("communications", 3, 3),
    "uas": ("observe and patrol", 3, 3),
    "military_police": ("discipline", 4, 4),
    "riverine": ("patrol on the water", 3, 3),
    "fpu": ("public order", 2, 3),
}
# Objective price of a missing unit, in its own weekly costs, by priority.
TIMES_COST = {1: 6.0, 2: 4.0, 3: 2.5, 4: 1.6}
KEEP_USD_PER_PERSON_DAY = 30.0  # rations and what else hangs on heads, for penalties alone
