using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Net;
using Microsoft.Extensions.Configuration;
using Netflix.AppHost.Embedded;

namespace Netflix.Storage.Tests;

/// <summary>Microsoft's blob emulator from npm, on a free port and a folder of its own; it ends with its input, so also when the tests are killed.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    private const string Loader =
        "process.stdin.resume().on('end', () => process.exit()); process.argv.splice(1, 0, 'azurite'); require(process.argv.splice(2, 1)[0])";

    // Azurite's published account and key: no secret.
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

    private readonly Process process;
    private readonly string folder;

    private Azurite(Process process, string folder, int port)
    {
        this.process = process;
        this.folder = folder;
        ConnectionString = $"{Account}BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";
    }

    internal string ConnectionString { get; }

    internal static async Task<Azurite> StartAsync()
    {
        var main = Path.Combine(RepositoryRoot(), "node_modules/azurite/dist/src/blob/main.js");
        if (!File.Exists(main))
        {
            throw new InvalidOperationException($"Azurite is not installed: run 'npm ci' in {RepositoryRoot()}.");
        }

        var port = FreePort.Find();
        var folder = Directory.CreateTempSubdirectory("netflix-azurite-").FullName;
        var start = new ProcessStartInfo("node", ["-e", Loader, main, "--blobHost", "127.0.0.1", "--blobPort", $"{port}",
            "--location", folder, "--skipApiVersionCheck", "--silent", "--disableTelemetry"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var azurite = new Azurite(Process.Start(start)!, folder, port);
            await azurite.AnswersAsync(port);
            return azurite;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("The Azure tests need node (20 or newer) on the PATH.", exception);
        }
    }

    internal IObjectStore OpenStore() => StorageSetup.Open(new ConfigurationBuilder()
        .AddInMemoryCollection([new("ConnectionStrings:media", ConnectionString)]).Build());

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AnswersAsync(int port)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Azurite ended: {await output}{await errors}");
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException("Azurite does not answer.");
    }

    private static string RepositoryRoot()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Netflix.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
