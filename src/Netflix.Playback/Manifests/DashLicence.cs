using System.Xml.Linq;

namespace Netflix.Playback.Manifests;

/// <summary>
/// Where a session's players get keys, in an MPD. Shaka and dash.js both take the Clear Key element with its licence URL; with the
/// packager's common element beside it dash.js does not play (media.md 4).
/// </summary>
internal sealed record DashLicence(string ClearKeyUrl, LicenceServers Servers)
{
    private const string CommonSystem = "urn:uuid:1077efec-c0b2-4d02-ace3-3c1e52e2fb4b";
    private const string ClearKey = "urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e";
    private const string Widevine = "urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed";
    private const string PlayReady = "urn:uuid:9a04f079-9840-4286-ab92-e65be0885f95";

    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";
    private static readonly XNamespace DashIf = "https://dashif.org/CPS";

    internal void Signal(XElement set)
    {
        foreach (var system in set.Elements(Mpd + "ContentProtection").ToList())
        {
            switch (system.Attribute("schemeIdUri")?.Value.ToLowerInvariant())
            {
                case CommonSystem:
                    system.ReplaceWith(new XElement(
                        Mpd + "ContentProtection", new XAttribute("schemeIdUri", ClearKey), new XAttribute("value", "ClearKey1.0"), LicenceUrl(ClearKeyUrl)));
                    break;
                case Widevine when Servers.Widevine is not null:
                    system.Add(LicenceUrl(Servers.Widevine));
                    break;
                case PlayReady when Servers.PlayReady is not null:
                    system.Add(LicenceUrl(Servers.PlayReady));
                    break;
            }
        }
    }

    private static XElement LicenceUrl(string address) => new(
        DashIf + "Laurl", new XAttribute(XNamespace.Xmlns + "dashif", DashIf.NamespaceName), new XAttribute("Lic_type", "EME-1.0"), address);
}
