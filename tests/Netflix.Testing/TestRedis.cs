using StackExchange.Redis;

namespace Netflix.Testing;

/// <summary>One database each of the Redis at <c>NETFLIX_TEST_REDIS</c>, handed out by a counter in its database 0.</summary>
internal static class TestRedis
{
    private const int Databases = 1000;

    private static readonly Lazy<Task<ConnectionMultiplexer>> Server = new(() => ConnectionMultiplexer.ConnectAsync(Address + ",allowAdmin=true"));

    private static string Address => Environment.GetEnvironmentVariable("NETFLIX_TEST_REDIS") ?? "127.0.0.1:56379";

    internal static async Task<string> NewDatabaseAsync()
    {
        var server = await Server.Value;
        var number = 1 + (int)(await server.GetDatabase(0).StringIncrementAsync("netflix:test:databases") % Databases);
        await server.GetServer(server.GetEndPoints()[0]).FlushDatabaseAsync(number);
        return $"{Address},defaultDatabase={number}";
    }
}
