using System.Globalization;

namespace Netflix.Delivery.Registry;

/// <summary>
/// How far an edge is from a viewer, by the middle of their countries, in steps of a thousand kilometres (about 10 ms there and
/// back): edges of one step count as equally near, so that their loads and caches decide.
/// </summary>
internal static class Regions
{
    /// <summary>An edge whose region is no country is near only to viewers of that very region.</summary>
    internal const int Unknown = 25;

    private const double EarthRadiusKm = 6371;
    private const double StepKm = 1000;

    // ISO 3166-1 alpha-2, then latitude and longitude in whole degrees of about where its people live.
    private const string Table = """
        AD43,2 AE24,54 AF34,68 AG17,-62 AI18,-63 AL41,20 AM40,45 AO-10,15 AR-34,-60 AS-14,-171 AT48,15 AU-34,147 AW13,-70 AX60,20 AZ40,48
        BA44,18 BB13,-60 BD24,90 BE51,4 BF12,-2 BG43,25 BH26,51 BI-3,30 BJ7,2 BL18,-63 BM32,-65 BN5,115 BO-17,-66 BQ12,-68 BR-20,-46 BS25,-77
        BT27,90 BW-24,26 BY54,28 BZ17,-88 CA46,-78 CC-12,97 CD-4,20 CF5,19 CG-4,15 CH47,8 CI6,-5 CK-21,-160 CL-33,-71 CM5,11 CN32,114 CO5,-75
        CR10,-84 CU23,-81 CV15,-24 CW12,-69 CX-10,106 CY35,33 CZ50,15 DE51,10 DJ12,43 DK56,11 DM15,-61 DO19,-70 DZ36,3 EC-1,-79 EE59,25
        EG30,31 EH25,-14 ER15,39 ES40,-3 ET9,39 FI61,25 FJ-18,178 FK-52,-59 FM7,158 FO62,-7 FR48,3 GA0,10 GB52,-1 GD12,-62 GE42,44 GF5,-53
        GG49,-3 GH6,-1 GI36,-5 GL64,-52 GM13,-16 GN10,-12 GP16,-62 GQ2,10 GR38,23 GT15,-91 GU13,145 GW12,-15 GY6,-58 HK22,114 HN15,-87
        HR45,16 HT19,-72 HU47,19 ID-7,109 IE53,-7 IL32,35 IM54,-5 IN22,78 IO-7,72 IQ33,44 IR35,52 IS64,-21 IT43,12 JE49,-2 JM18,-77 JO32,36
        JP36,138 KE-1,37 KG42,74 KH12,105 KI1,173 KM-12,44 KN17,-63 KP39,126 KR37,127 KW29,48 KY19,-81 KZ46,72 LA18,103 LB34,36 LC14,-61
        LI47,10 LK7,80 LR7,-10 LS-29,28 LT55,24 LU50,6 LV57,24 LY32,15 MA33,-7 MC44,7 MD47,29 ME42,19 MF18,-63 MG-19,47 MH7,171 MK42,21
        ML13,-7 MM20,96 MN47,106 MO22,114 MP15,146 MQ15,-61 MR18,-15 MS17,-62 MT36,14 MU-20,57 MV4,73 MW-14,34 MX20,-100 MY3,102 MZ-18,36
        NA-22,17 NC-22,166 NE14,5 NF-29,168 NG9,7 NI12,-86 NL52,5 NO60,10 NP28,84 NR-1,167 NU-19,-170 NZ-38,175 OM23,58 PA9,-80 PE-11,-76
        PF-18,-149 PG-6,146 PH14,121 PK31,72 PL52,19 PM47,-56 PR18,-66 PS32,35 PT40,-8 PW7,134 PY-25,-57 QA25,51 RE-21,55 RO45,26 RS44,21
        RU56,40 RW-2,30 SA24,45 SB-9,160 SC-5,55 SD15,32 SE59,16 SG1,104 SH-16,-6 SI46,15 SJ78,16 SK49,19 SL8,-12 SM44,12 SN15,-17 SO4,45
        SR6,-55 SS6,31 ST0,7 SV14,-89 SX18,-63 SY35,37 SZ-26,31 TC22,-72 TD12,16 TG7,1 TH14,101 TJ38,69 TK-9,-172 TL-9,126 TM38,58 TN36,10
        TO-21,-175 TR40,32 TT10,-61 TV-8,179 TW24,121 TZ-6,36 UA49,32 UG1,32 US38,-90 UY-35,-56 UZ41,67 VA42,12 VC13,-61 VE10,-67 VG18,-64
        VI18,-65 VN16,107 VU-17,168 WF-13,-176 WS-14,-172 XK43,21 YE14,45 YT-13,45 ZA-28,28 ZM-14,28 ZW-18,31
        """;

    private static readonly Dictionary<string, (double Latitude, double Longitude)> Places = Read();

    /// <summary>0 for the same region, and for an edge that stands anywhere; else steps.</summary>
    internal static int Distance(string edge, string viewer)
    {
        if (edge.Length == 0 || string.Equals(edge, viewer, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return Places.TryGetValue(edge, out var from) && Places.TryGetValue(viewer, out var to) ? 1 + (int)(Kilometres(from, to) / StepKm) : Unknown;
    }

    private static double Kilometres((double Latitude, double Longitude) from, (double Latitude, double Longitude) to)
    {
        var (first, second) = (double.DegreesToRadians(from.Latitude), double.DegreesToRadians(to.Latitude));
        var north = Math.Sin((second - first) / 2);
        var east = Math.Sin(double.DegreesToRadians(to.Longitude - from.Longitude) / 2);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(north * north + Math.Cos(first) * Math.Cos(second) * east * east)));
    }

    private static Dictionary<string, (double Latitude, double Longitude)> Read()
    {
        var places = new Dictionary<string, (double, double)>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var comma = entry.IndexOf(',', StringComparison.Ordinal);
            places[entry[..2]] = (double.Parse(entry[2..comma], CultureInfo.InvariantCulture), double.Parse(entry[(comma + 1)..], CultureInfo.InvariantCulture));
        }

        return places;
    }
}
