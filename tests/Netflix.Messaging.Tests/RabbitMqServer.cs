using System.Diagnostics;
using System.Net.Sockets;
using System.Net;
using Netflix.AppHost.Embedded;

namespace Netflix.Messaging.Tests;

/// <summary>A rabbitmq-server of the system's packages as a node of its own: own ports, folder, cookie and port mapper.</summary>
internal sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin"; // the wrapper in /usr/sbin insists on the user rabbitmq

    private readonly string folder = Directory.CreateTempSubdirectory("netflix-rabbit-").FullName;
    private readonly string node = $"netflix-{Guid.NewGuid():N}@localhost";
    private readonly int port = FreePort.Find();
    private readonly int distributionPort = FreePort.Find();
    private readonly int mapperPort = FreePort.Find();
    private Process? server;

    internal string ConnectionString => $"amqp://guest:guest@127.0.0.1:{port}/";

    internal static async Task<RabbitMqServer> StartAsync()
    {
        if (!File.Exists($"{Programs}/rabbitmq-server"))
        {
            throw new InvalidOperationException("The RabbitMQ test needs rabbitmq-server: apt-get install rabbitmq-server.");
        }

        var rabbit = new RabbitMqServer();
        try
        {
            await rabbit.RunAsync();
            return rabbit;
        }
        catch
        {
            await rabbit.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The node's own Erlang process is a grandchild: it is asked to end, then the tree is ended.
        using (var stop = Start("rabbitmqctl", "-n", node, "shutdown", "--timeout", "10"))
        {
            await Task.WhenAll(stop.StandardOutput.ReadToEndAsync(), stop.StandardError.ReadToEndAsync(), stop.WaitForExitAsync());
        }

        if (server is not null)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        var end = new ProcessStartInfo("epmd", ["-port", $"{mapperPort}", "-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        end.Environment["ERL_EPMD_RELAXED_COMMAND_CHECK"] = "true";
        using (var mapper = Process.Start(end)!)
        {
            await mapper.WaitForExitAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[].");
        server = Start("rabbitmq-server");
        var output = server.StandardOutput.ReadToEndAsync();
        var errors = server.StandardError.ReadToEndAsync();
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < TimeSpan.FromSeconds(40); await Task.Delay(100))
        {
            if (server.HasExited)
            {
                throw new InvalidOperationException($"rabbitmq-server ended: {await output}{await errors}");
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

        throw new TimeoutException("rabbitmq-server does not answer.");
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo($"{Programs}/{program}", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["RABBITMQ_NODENAME"] = node,
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{port}",
            ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
            ["ERL_EPMD_PORT"] = $"{mapperPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_MNESIA_BASE"] = folder,
            ["RABBITMQ_LOG_BASE"] = folder,
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-setcookie {node[8..20]}",
            ["RABBITMQ_CTL_ERL_ARGS"] = $"-setcookie {node[8..20]}",
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
