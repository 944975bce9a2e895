using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Netflix.Testing;

namespace Netflix.Identity.Tests;

/// <summary>Mail by SMTP, to a server that is away at first.</summary>
internal sealed class SmtpTests
{
    [Test]
    public async Task Mail_WaitsForItsServer()
    {
        var port = NetflixApp.FreePort();
        await using var app = await NetflixApp.StartAsync([
            .. IdentityApp.Settings,
            ("Netflix:Mail:Smtp:Host", "127.0.0.1"), ("Netflix:Mail:Smtp:Port", $"{port}"), ("Netflix:Mail:Smtp:Tls", "false"),
            ("Netflix:PublicUrl", "https://films.example.org/")]);
        using var user = await app.SignUpAsync();
        await (await app.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = user.Email })).ExpectAsync(HttpStatusCode.Accepted);
        await Expect.EventuallyAsync(() => app.CountAsync("identity.outbox where attempts > 0 and error is not null"), failed => failed == 1);

        using var server = new SmtpServer(port);
        var mail = await server.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(mail, Does.Contain($"To: {user.Email}"));
        Assert.That(mail, Does.Contain("From: \"Netflix\" <no-reply@netflix.local>").Or.Contain("From: Netflix <no-reply@netflix.local>"));
        Assert.That(mail, Does.Match(@"https://films\.example\.org/reset-password\?token=[\w-]{43}"));
        await Expect.EventuallyAsync(() => app.CountAsync("identity.outbox"), waiting => waiting == 0);
        Assert.That(Directory.Exists(Path.Combine(app.Directory, "mail")), Is.False, "the folder is for when there is no server");
    }

    /// <summary>Takes one mail, as RFC 5321 has it at its smallest.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener listener;

        internal SmtpServer(int port)
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }

        internal async Task<string> ReceiveAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), System.Text.Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new System.Text.UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var mail = new System.Text.StringBuilder();
            while (await reader.ReadLineAsync() is { } line && line != "QUIT")
            {
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync() is { } text && text != ".")
                    {
                        mail.AppendLine(text);
                    }

                    await writer.WriteLineAsync("250 taken");
                    break;
                }

                await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8" : "250 well");
            }

            return mail.ToString();
        }

        public void Dispose() => listener.Dispose();
    }
}
