using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Servers with an untrusted certificate.</summary>
internal sealed class CertificateTests
{
    [Test]
    public async Task An_untrusted_certificate_is_reported_with_host_and_reason_and_not_retried()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=api.office.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var connections = 0;
        var serving = ServeAsync();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new CloudflareClient(
            new() { ApiToken = "token-of-nobody", BaseUrl = $"https://127.0.0.1:{port}" },
            TimeProvider.System
        );

        CloudflareException? failure = null;
        try
        {
            await client.Routes.DeleteRouteAsync(new string('a', 32), "r", default);
        }
        catch (CloudflareException refused)
        {
            failure = refused;
        }

        await stop.CancelAsync();
        await serving;

        Assert.That(
            failure!.Message,
            Does.StartWith(
                $"DELETE route 'r': the certificate of '127.0.0.1:{port}' is not trusted: CN=api.office.example, issued by "
                    + "CN=api.office.example ("
            )
        );
        Assert.That(
            failure.Message,
            Does.Contain("RemoteCertificateNameMismatch").And.Contain("UntrustedRoot").And.EndWith("Nothing changed.")
        );
        Assert.That(connections, Is.EqualTo(1));

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await listener.AcceptTcpClientAsync(stop.Token);
                    connections++;
                    await using var tls = new SslStream(connection.GetStream());
                    try
                    {
                        await tls.AuthenticateAsServerAsync(certificate);
                        await tls.ReadExactlyAsync(new byte[1], stop.Token);
                    }
                    catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException) { }
                }
            }
            catch (OperationCanceledException) { }
        }
    }
}
