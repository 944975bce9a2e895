using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Netflix.Delivery.Tests.Fuzz;

internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Sends bytes that no HTTP client would send, and reads the answers to the letter; a new connection where the server closed the last.</summary>
internal sealed class RawClient(int port) : IDisposable
{
    private readonly byte[] buffer = new byte[64 << 10];
    private TcpClient? client;
    private int start, end;

    /// <returns>Null when the server closed the connection without a word.</returns>
    internal async Task<RawAnswer?> AskAsync(string request, bool isHead, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var isNew = client is null;
            try
            {
                await ConnectAsync(cancel);
                await client!.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(request), cancel);
                if (await ReadAnswerAsync(isHead, cancel) is { } answer)
                {
                    return answer;
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The server refused and closed while we wrote.
            }

            Dispose();
            if (isNew || attempt > 0)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        client?.Dispose();
        client = null;
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (client is null)
        {
            client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, port, cancel);
            start = end = 0;
        }
    }

    private async Task<RawAnswer?> ReadAnswerAsync(bool isHead, CancellationToken cancel)
    {
        var status = await ReadLineAsync(cancel);
        if (status is null)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var code = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        var body = isHead || code is 204 or 304 ? []
            : headers.TryGetValue("Content-Length", out var length) ? await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture), cancel)
            : headers.ContainsKey("Transfer-Encoding") ? await ReadChunksAsync(cancel)
            : [];
        if (headers.TryGetValue("Connection", out var connection) && connection == "close")
        {
            Dispose();
        }

        return new(code, headers, body);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancel)
    {
        using var all = new MemoryStream();
        while (int.Parse((await ReadLineAsync(cancel))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            all.Write(await ReadAsync(length, cancel));
            await ReadLineAsync(cancel);
        }

        await ReadLineAsync(cancel);
        return all.ToArray();
    }

    private async Task<byte[]> ReadAsync(int length, CancellationToken cancel)
    {
        var body = new byte[length];
        var buffered = Math.Min(length, end - start);
        buffer.AsSpan(start, buffered).CopyTo(body);
        start += buffered;
        await client!.GetStream().ReadExactlyAsync(body.AsMemory(buffered), cancel);
        return body;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var newLine = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newLine >= 0)
            {
                var line = System.Text.Encoding.Latin1.GetString(buffer, start, newLine).TrimEnd('\r');
                start += newLine + 1;
                return line;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = await client!.GetStream().ReadAsync(buffer.AsMemory(end), cancel);
            if (read == 0)
            {
                return null;
            }

            end += read;
        }
    }
}
