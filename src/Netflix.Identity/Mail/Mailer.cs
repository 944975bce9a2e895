using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netflix.Identity.Mail;

/// <summary>Takes a plain-text mail to its reader, or throws.</summary>
internal interface IMailer
{
    Task SendAsync(string to, string subject, string text, CancellationToken cancel);
}

/// <summary>By SMTP when a server is configured, else into a folder; one client of the framework does both (ADR 50).</summary>
internal sealed class Mailer(IOptions<MailOptions> options, ILogger<Mailer> logger) : IMailer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public async Task SendAsync(string to, string subject, string text, CancellationToken cancel)
    {
        if (options.Value is { Smtp.Host: null or "", Folder: null or "" })
        {
            logger.LogWarning("A mail ({Subject}) is not sent: set Netflix:Mail:Smtp:Host or Netflix:Mail:Folder", subject);
            return;
        }

        if (!MailAddress.TryCreate(to, out var reader))
        {
            logger.LogWarning("A mail ({Subject}) is not sent: its reader has an address that cannot be written to", subject);
            return;
        }

        using var message = new MailMessage(new MailAddress(options.Value.From), reader)
        {
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            Body = text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.EightBit, // a folder's mails are read by people
        };
        using var client = Client();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit); // the client's own timeout does not hold for asynchronous sending
        await client.SendMailAsync(message, limit.Token);
    }

    private SmtpClient Client()
    {
        var smtp = options.Value.Smtp;
        if (smtp.Host is { Length: > 0 } host)
        {
            return new SmtpClient(host, smtp.Port)
            {
                EnableSsl = smtp.Tls,
                DeliveryFormat = SmtpDeliveryFormat.International,
                Credentials = smtp.User is null ? null : new NetworkCredential(smtp.User, smtp.Password),
            };
        }

        var folder = Path.GetFullPath(options.Value.Folder!);
        Directory.CreateDirectory(folder);
        return new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            DeliveryFormat = SmtpDeliveryFormat.International,
            PickupDirectoryLocation = folder,
        };
    }
}
