using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Netflix.ServiceDefaults.Tests;

internal sealed class ResilientHttpTests
{
    private static readonly Uri There = new("http://there.invalid/");

    [TestCase(HttpStatusCode.ServiceUnavailable, 3)]
    [TestCase(HttpStatusCode.TooManyRequests, 3)]
    [TestCase(HttpStatusCode.RequestTimeout, 3)]
    [TestCase(HttpStatusCode.NotFound, 1)]
    [TestCase(HttpStatusCode.OK, 1)]
    public async Task Status_IsTriedThatOften(HttpStatusCode status, int tries)
    {
        var server = new Server(_ => new HttpResponseMessage(status));
        using var answer = await Client(server).GetAsync(There);

        Assert.That((server.Tries, answer.StatusCode), Is.EqualTo((tries, status)));
    }

    [Test]
    public async Task PassingFault_IsNotSeen()
    {
        var server = new Server(attempt => attempt < 3 ? throw new HttpRequestException("reset") : new HttpResponseMessage(HttpStatusCode.OK));

        Assert.That((await Client(server).GetAsync(There)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task WhatMayNotBeRepeated_IsSentOnce()
    {
        var server = new Server(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        var client = Client(server);

        await client.PostAsync(There, new StringContent("body"));
        await client.PutAsync(There, new StringContent("body"));
        await client.PostAsync(There, null);

        Assert.That(server.Tries, Is.EqualTo(3));
    }

    [Test]
    public void Silence_EndsAsAFailedRequest()
    {
        var client = Client(new Server(_ => null));

        Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(There, new StringContent("body")));
    }

    private static HttpClient Client(Server server)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("there").AddResilience().ConfigurePrimaryHttpMessageHandler(() => server);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("there");
    }

    /// <summary>The other process; null is no answer.</summary>
    private sealed class Server(Func<int, HttpResponseMessage?> answer) : HttpMessageHandler
    {
        internal int Tries { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer(++Tries) is { } response)
            {
                return response;
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
