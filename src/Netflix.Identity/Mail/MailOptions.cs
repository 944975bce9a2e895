using System.ComponentModel.DataAnnotations;

namespace Netflix.Identity.Mail;

/// <summary>Settings under <c>Netflix:Mail</c>. With neither a server nor a folder nothing is sent, and each mail not sent is logged.</summary>
internal sealed class MailOptions
{
    public SmtpOptions Smtp { get; init; } = new();

    /// <summary>Where mail is written as .eml files while there is no server.</summary>
    public string? Folder { get; init; }

    [Required]
    public string From { get; init; } = "Netflix <no-reply@netflix.local>";
}

/// <summary>Settings under <c>Netflix:Mail:Smtp</c>.</summary>
internal sealed class SmtpOptions
{
    public string? Host { get; init; }

    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>STARTTLS; a server that speaks TLS from the first byte (port 465) is not supported by the framework's client.</summary>
    public bool Tls { get; init; } = true;
}

/// <summary>Settings directly under <c>Netflix</c>.</summary>
internal sealed class SiteOptions
{
    /// <summary>Where viewers find the web client: links in mails and on televisions begin with it.</summary>
    [Required, Url]
    public string PublicUrl { get; init; } = "http://localhost:8080";

    internal string LinkTo(string path) => PublicUrl.TrimEnd('/') + path;
}
