using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Netflix.Delivery.Cache;
using Netflix.Delivery.Serving;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Tests;

internal sealed class HitAllocationTests
{
    [TestCase(1_000_000)]
    [TestCase(1_000)]
    public async Task TokenCheckAndCacheHit_AllocateNothing(int length)
    {
        await using var edge = EdgeHost.Start();
        var asset = Guid.CreateVersion7();
        await edge.StoreAsync(asset, "v720/1.m4s", length);
        var path = EdgeHost.PathOf(asset, "v720/1.m4s");
        await edge.Http.GetByteArrayAsync(path);
        var endpoint = ActivatorUtilities.CreateInstance<MediaEndpoint>(edge.Services, (Microsoft.AspNetCore.Http.RequestDelegate)(_ => Task.CompletedTask));
        var cache = edge.Services.GetRequiredService<SegmentCache>();
        HitTimes(1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        HitTimes(1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);

        void HitTimes(int times)
        {
            Span<char> buffer = stackalloc char[MediaPath.MaxKeyLength];
            for (var i = 0; i < times; i++)
            {
                if (endpoint.Admit(path, buffer, out var key) is not null || !cache.TryGet(key, out var segment) || !segment.TryHold())
                {
                    throw new InvalidOperationException("Not a hit.");
                }

                segment.Release();
            }
        }
    }
}
