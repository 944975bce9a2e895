using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netflix.AppHost.Demo;

/// <summary>The public HTTP API as one account, the administrator's if none is named. Waits out a web process that is starting again.</summary>
internal sealed class ApiClient(string url, string password, TimeSpan? patience = null, string email = "admin@netflix.local") : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { BaseAddress = new Uri(url + "/api/v1/"), Timeout = patience ?? TimeSpan.FromMinutes(5) };

    /// <summary>From here on the requests are this profile's.</summary>
    internal void Use(Guid profileId)
    {
        http.DefaultRequestHeaders.Remove("Profile-Id");
        http.DefaultRequestHeaders.Add("Profile-Id", $"{profileId}");
    }

    internal Task<JsonElement> GetAsync(string path, CancellationToken cancel) =>
        JsonAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancel);

    internal Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancel) =>
        JsonAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, cancel);

    /// <param name="content">Made anew for each try.</param>
    internal Task<JsonElement> PostAsync(string path, Func<HttpContent> content, CancellationToken cancel) =>
        JsonAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = content() }, cancel);

    /// <param name="fields">Form fields beside the file.</param>
    internal Task<JsonElement> UploadAsync(string path, string file, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel) =>
        JsonAsync(
            () =>
            {
                var form = new MultipartFormDataContent();
                foreach (var (name, value) in fields)
                {
                    form.Add(new StringContent(value), name);
                }

                form.Add(new StreamContent(File.OpenRead(file)), "video", Path.GetFileName(file));
                return new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
            },
            cancel);

    /// <summary>The answer's status alone, for where a refusal is an expected answer.</summary>
    internal async Task<HttpStatusCode> TryPostAsync(string path, CancellationToken cancel)
    {
        using var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path), cancel);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> JsonAsync(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        using var answer = await SendAsync(request, cancel);
        return answer.IsSuccessStatusCode
            ? answer.Content.Headers.ContentLength is 0 || answer.StatusCode is HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)
            : throw new HttpRequestException(
                $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}",
                inner: null, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                if (http.DefaultRequestHeaders.Authorization is null)
                {
                    await SignInAsync(cancel);
                }

                using var message = request();
                var answer = await http.SendAsync(message, cancel);
                if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    return answer;
                }

                http.DefaultRequestHeaders.Authorization = answer.StatusCode is HttpStatusCode.Unauthorized ? null : http.DefaultRequestHeaders.Authorization;
                answer.Dispose();
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                // No answer at all: the web process has crashed, and is being started again.
            }

            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>Access tokens are short-lived, and the library takes minutes: each 401 signs in anew.</summary>
    private async Task SignInAsync(CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync("auth/login", new { email, password, deviceName = "Demo library" }, cancel);
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
    }
}
