using System.Net.Sockets;
using System.Text;

namespace Netflix.AppHost.Embedded;

/// <summary>The system's redis-server on loopback.</summary>
internal static class Redis
{
    /// <summary>
    /// Every acknowledged write on disk, nothing evicted: an acknowledged position outlives kill -9. Settings go by its
    /// standard input, so that the password is not in the process list.
    /// </summary>
    internal static ProcessSpec Durable(string folder, string password, int port) => Server(folder, port, password, $"""
        appendonly yes
        appendfsync always
        maxmemory-policy noeviction
        requirepass {password}
        """);

    /// <summary>Forgets all at its end, and has a database for each of many tests.</summary>
    internal static ProcessSpec Fleeting(string folder, int port) => Server(folder, port, password: null, """
        appendonly no
        databases 4096
        """);

    private static ProcessSpec Server(string folder, int port, string? password, string settings)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ProcessSpec("redis", Repository.Tool("redis-server", "redis-server"), "-")
        {
            Input = $"""
                bind 127.0.0.1
                port {port}
                dir "{folder}"
                save ""
                loglevel warning
                {settings}

                """,
            IsReady = (_, cancel) => IsReadyAsync(port, password, cancel),
        };
    }

    /// <summary>PING answers PONG, so its log has been read back.</summary>
    private static async Task<bool> IsReadyAsync(int port, string? password, CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancel);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(password is null ? "PING\r\nQUIT\r\n" : $"AUTH {password}\r\nPING\r\nQUIT\r\n"), cancel);
            using var answer = new StreamReader(stream);
            return (await answer.ReadToEndAsync(cancel)).Contains("+PONG", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
