"""Names of currencies that several countries share, and the words of a text that tell which country is meant."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

SHARED_CURRENCIES: dict[str, dict[str, str]] = {
    "peso": {
        "MXN": "mexico mexican mexicans tijuana",
        "PHP": "philippines philippine filipino filipinos manila cebu mindanao",
        "ARS": "argentina argentine argentines argentinian buenos",
        "CLP": "chile chilean chileans santiago",
        "COP": "colombia colombian colombians bogota bogotá medellin",
        "DOP": "dominican",
        "CUP": "cuba cuban cubans havana",
        "UYU": "uruguay uruguayan montevideo",
    },
    "franc": {
        "CHF": "switzerland swiss zurich geneva bern basel",
        "XOF": "senegal senegalese dakar ivorian ivoirian abidjan mali malian bamako burkina benin togo niger niamey",
        "XAF": "cameroon cameroonian yaounde yaoundé douala chad chadian gabon gabonese libreville brazzaville",
        "CDF": "kinshasa goma congolese",
        "RWF": "rwanda rwandan rwandans kigali",
        "BIF": "burundi burundian bujumbura",
        "GNF": "guinean conakry",
        "DJF": "djibouti",
        "FRF": "france french paris",
        "BEF": "belgium belgian brussels",
    },
    "crown": {
        "SEK": "sweden swedish stockholm gothenburg malmo malmö",
        "CZK": "czech czechs prague brno",
        "NOK": "norway norwegian norwegians oslo bergen",
        "DKK": "denmark danish danes copenhagen",
        "ISK": "iceland icelandic reykjavik",
    },
    "dinar": {
        "IQD": "iraq iraqi iraqis baghdad basra",
        "KWD": "kuwait kuwaiti kuwaitis",
        "JOD": "jordan jordanian jordanians amman",
        "BHD": "bahrain bahraini manama",
        "TND": "tunisia tunisian tunisians tunis",
        "DZD": "algeria algerian algerians algiers",
        "LYD": "libya libyan libyans tripoli benghazi",
        "RSD": "serbia serbian serbs belgrade",
    },
    "shilling": {
        "KES": "kenya kenyan kenyans nairobi mombasa",
        "UGX": "uganda ugandan ugandans kampala",
        "TZS": "tanzania tanzanian tanzanians dodoma",
        "SOS": "somalia somali somalis mogadishu",
    },
    "kwacha": {
        "ZMW": "zambia zambian zambians lusaka",
        "MWK": "malawi malawian malawians lilongwe blantyre",
    },
    "KRW": {"KRW": "seoul busan incheon south_korea south_korean", "KPW": "pyongyang north_korea north_korean"},
    "INR": {
        "INR": "india indian indians delhi mumbai bengaluru kolkata chennai",
        "PKR": "pakistan pakistani pakistanis karachi islamabad lahore",
        "LKR": "lanka lankan lankans colombo",
        "NPR": "nepal nepali nepalese nepalis kathmandu",
        "MUR": "mauritius mauritian",
    },
    "GBP": {
        "GBP": "britain british england english scotland scottish wales welsh uk london",
        "EGP": "egypt egyptian egyptians cairo",
        "LBP": "lebanon lebanese beirut",
        "SYP": "syria syrian syrians damascus aleppo",
        "SDG": "sudan sudanese khartoum",
    },
    "¥": {
        "CNY": "china chinese beijing shanghai shenzhen guangzhou yuan renminbi",
        "JPY": "japan japanese tokyo osaka yen nikkei",
    },
    "SEK": {"SEK": "sweden swedish stockholm", "ISK": "iceland icelandic reykjavik"},
    "DKK": {"DKK": "denmark danish copenhagen", "NOK": "norway norwegian norwegians oslo bergen"},
    "SAR": {"SAR": "saudi riyadh jeddah", "QAR": "qatar qatari doha", "YER": "yemen yemeni sanaa houthi"},
    "IRR": {"IRR": "iran iranian iranians tehran", "OMR": "oman omani muscat", "YER": "yemen yemeni sanaa"},
    "AED": {"AED": "emirates emirati dubai dhabi uae", "MAD": "morocco moroccan rabat casablanca"},
}
"""Unit that the bare word gives: each currency it may be, and the words that speak for that one; `_` is a space."""

RAND_PLACES = frozenset("johannesburg pretoria durban soweto eskom gauteng".split())
"""Words of a text in which "R5 million" is money."""
